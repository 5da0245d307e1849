// Tells the funnel what only the browser sees: that somebody is interested, and that a page which
// was loaded ahead of time is now looked at. No cookie, no third party; see funnel/views.py.
(() => {
  "use strict";
  const visit = document.querySelector('meta[name="visit"]');
  if (!visit) return;
  const BEACON = "/funnel/events/";
  const VISIBLE = 15000; // milliseconds in sight that count as interest
  // Names this page view where a CDN gives many visitors the same token; kept over bfcache.
  const view = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const sent = new Set();

  const send = async (stage, more, since = Date.now(), tries = 4) => {
    const body = { token: visit.content, view, stage, age: Date.now() - since, ...more };
    const again = () => tries && setTimeout(send, 15000, stage, more, since, tries - 1);
    try {
      const answer = await fetch(BEACON, {
        method: "POST",
        keepalive: true, // the visitor may be leaving
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (answer.status === 429 || answer.status === 503) again();
    } catch {
      again();
    }
  };
  const once = (stage, more) => {
    if (document.prerendering || sent.has(stage)) return;
    sent.add(stage);
    send(stage, more);
  };
  const interested = () => once("interest");

  // Half of the way down, counted from what there is to scroll.
  const scrolled = () => {
    const page = document.documentElement;
    const way = page.scrollHeight - page.clientHeight;
    if (way > 0 && page.scrollTop >= way / 2) interested();
  };

  // Time in sight adds up over switches to other tabs.
  let left = VISIBLE;
  let shownAt;
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (shownAt !== undefined) left -= performance.now() - shownAt;
    shownAt = document.visibilityState === "visible" ? performance.now() : undefined;
    if (shownAt !== undefined) timer = setTimeout(interested, Math.max(0, left));
  };

  // On the document, so that what htmx swaps in is heard too. "toggle" doesn't bubble.
  const opened = ({ target }) => target.open && target.closest("[data-interest]") && interested();
  const clicked = ({ target }) => {
    // A <details> says by itself when it opens.
    if (target.closest?.("[data-interest]:not(details)")) interested();
  };

  const begin = () => {
    const { href } = location;
    if (visit.dataset.landing === "pending") {
      once("landing", { url: href.slice(0, 2000), referrer: document.referrer.slice(0, 2000) });
    }
    addEventListener("scroll", scrolled, { passive: true });
    document.addEventListener("visibilitychange", watch);
    document.addEventListener("toggle", opened, true);
    document.addEventListener("click", clicked);
    watch();
  };
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", begin, { once: true });
  } else {
    begin();
  }
})();
