// Tells the funnel what only the browser sees: that somebody is interested, and that a page which
// was loaded ahead of time is now looked at. No cookie, no third party; see funnel/views.py.
(() => {
  "use strict";
  const visit = document.querySelector('meta[name="visit"], [data-visit]');
  if (!visit) return;
  const token = visit.content ?? visit.dataset.visit;
  const BEACON = "/funnel/events/";
  const VISIBLE = 15000; // milliseconds in sight that count as interest
  // Names this page view where a CDN gives many visitors the same token; kept over bfcache.
  const view = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const sent = new Set();
  // Since when the landing is known, before which nothing can have been looked at.
  let landed = visit.dataset.landing === "pending" ? Infinity : 0;

  const send = async (what, since = Date.now(), tries = 4) => {
    const body = { token, view, age: Date.now() - since, ...what };
    const again = () => tries && setTimeout(send, 15000, what, since, tries - 1);
    try {
      const answer = await fetch(BEACON, {
        method: "POST",
        keepalive: true, // the visitor may be leaving
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (answer.status === 429 || answer.status === 503) again();
      else if (what.stage === "landing") landed = performance.now();
    } catch {
      again();
    }
  };
  const once = (stage, more) => {
    if (document.prerendering || sent.has(stage)) return;
    sent.add(stage);
    send({ stage, ...more });
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
  const opened = ({ target }) => {
    if (!target.open || !target.closest("[data-interest]")) return;
    interested();
    if (target.id) note("question", target.id);
    else if (target.closest("article")) note("product_seen", target.closest("article").id);
  };
  const clicked = ({ target }) => {
    // A <details> says by itself when it opens.
    if (target.closest?.("[data-interest]:not(details)")) interested();
  };

  // What was looked at, told when the page is put away: how often, and for how long in sight.
  const LOOKED = 2000; // milliseconds that make a look at a product or a testimonial
  const seen = new Map(); // "name value" → { name, value, amount, since }
  const inSight = new Map(); // element → since when
  let told = 0;
  let deepest = 0;
  let field; // the one touched last, and when
  const note = (name, value, amount = 0, since = performance.now() - amount) => {
    const key = `${name} ${value}`;
    const known = seen.get(key) ?? { name, value, amount: 0, since };
    known.amount += amount;
    seen.set(key, known);
  };
  const NAMES = { SECTION: "section", ARTICLE: "product_seen", FIGURE: "testimonial" };
  const looked = (element) => {
    const since = inSight.get(element);
    if (since === undefined) return;
    const amount = Math.round(performance.now() - since);
    inSight.set(element, performance.now());
    const name = NAMES[element.tagName];
    const known = seen.has(`${name} ${element.id}`);
    if (amount > 0 && (known || name === "section" || amount >= LOOKED)) {
      note(name, element.id, amount);
    }
  };
  const crossed = (entries) => {
    for (const { target, intersectionRect, boundingClientRect } of entries) {
      const enough = Math.min(boundingClientRect.height, innerHeight) / 2;
      if (intersectionRect.height >= enough && enough) {
        if (!inSight.has(target)) inSight.set(target, performance.now());
      } else {
        looked(target);
        inSight.delete(target);
      }
    }
  };
  const measure = () => {
    const page = document.documentElement;
    const quarter = Math.floor((4 * (page.scrollTop + page.clientHeight + 1)) / page.scrollHeight);
    for (; deepest < Math.min(4, quarter); ) note("depth", String(25 * ++deepest));
  };
  const tell = () => {
    for (const element of inSight.keys()) looked(element);
    if (field) note("field_touched", field.name, 0, field.since);
    field = undefined;
    const now = performance.now();
    const details = [...seen.values()].map(({ since, ...look }) => {
      return { ...look, age: Math.max(0, Math.round(now - Math.max(since, landed))) };
    });
    seen.clear();
    while (details.length) send({ details: details.splice(0, 30), batch: told++ });
  };
  const touched = ({ target }) => {
    const step = target.form?.getAttribute("action")?.match(/checkout\/([a-z]+)/)?.[1];
    if (step && target.name) {
      field = { name: `${step}.${target.name.replace(/-\d+$/, "")}`, since: performance.now() };
    }
  };
  // Long after the page is there: nobody has looked at anything before.
  const observe = () => {
    if (visit.dataset.landing) {
      const observer = new IntersectionObserver(crossed, { threshold: [0, 0.1, 0.25, 0.5] });
      for (const part of document.querySelectorAll("main > section[id], article[id], figure[id]")) {
        observer.observe(part);
      }
      note("depth", "0"); // this browser tells what it sees
      measure();
      addEventListener("scroll", measure, { passive: true });
    }
    document.addEventListener("focusin", touched);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") tell();
      // What was out of sight with the whole page wasn't looked at meanwhile.
      else for (const element of inSight.keys()) inSight.set(element, performance.now());
    });
  };

  const begin = () => {
    (window.requestIdleCallback ?? setTimeout)(observe);
    if (!visit.dataset.landing) return; // a step of the checkout, not the page
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
