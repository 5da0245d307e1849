// What plain HTML can't do for the page: everything here is a convenience, nothing needs it.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, act, target = document) => target.addEventListener(type, act);

  // Lines that screen readers hear: one is seen, too. While the cart's drawer is open everything
  // outside of it is inert, so they move in.
  const drawer = () => $("#cart-drawer");
  const lineOf = (id) => {
    const line = document.getElementById(id);
    const room = drawer()?.open ? drawer() : document.body;
    if (line && line.parentNode !== room) room.append(line);
    return line;
  };
  let silence;
  const say = (words) => {
    const line = lineOf("announce");
    if (!line || !words) return;
    line.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => (line.textContent = ""), 7000);
  };
  const sayKept = (key) => say($("#announce")?.dataset[key]);

  // Choosing a variant
  const showPrice = (radio) => {
    const product = radio.closest(".product");
    const compare = $(".variant__price s", radio.parentNode)?.lastChild.textContent;
    const was = $(".price s", product);
    $(".price span", product).textContent = $(".variant__price b", radio.parentNode).textContent;
    was.textContent = compare || "";
    was.hidden = !compare;
    const quantity = $("[name=quantity]", radio.form);
    quantity.value = Math.max(1, Math.min(quantity.value, radio.dataset.most));
  };
  on("change", ({ target }) => target.matches(".variant input") && showPrice(target));

  const step = (button) => {
    const input = $("input", button.parentNode);
    const most = $(".variant input:checked", input.form)?.dataset.most || input.dataset.most || 99;
    const wanted = (parseInt(input.value, 10) || 0) + Number(button.dataset.step);
    input.value = Math.max(input.dataset.least || 1, Math.min(wanted, most));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Galleries: the dots are links; here they move the strip and leave the page where it is.
  const showShot = (event, dot) => {
    const shot = document.getElementById(dot.hash.slice(1));
    if (!shot) return;
    event.preventDefault();
    shot.parentNode.scrollTo({ left: shot.offsetLeft - shot.parentNode.offsetLeft });
  };
  const markShot = ({ target }) => {
    if (!target.matches?.(".gallery__strip")) return;
    const now = Math.round(target.scrollLeft / target.clientWidth);
    all(".gallery__dots a", target.parentNode).forEach((dot, index) =>
      index === now ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current"),
    );
  };
  document.addEventListener("scroll", markShot, { capture: true, passive: true });

  // The cart's drawer
  const open = () => drawer() && !drawer().open && drawer().showModal();
  const openCart = (event, link) => {
    if (!drawer() || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
    htmx.ajax("GET", link.href, { target: "#cart", swap: "outerHTML" });
  };
  on("cart-opened", open);

  // Sharing: the address with its mark comes from the server, which counts the click. Where a
  // browser lets no script do it, its page shows the address.
  const text = (link) =>
    fetch(link.href, { headers: { Accept: "text/plain" } }).then((answer) =>
      answer.ok ? answer.text() : Promise.reject(answer),
    );
  const copy = (address) =>
    navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": address.then((words) => new Blob([words], { type: "text/plain" })),
      }),
    ]);
  const share = async (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    const address = text(link);
    try {
      if (link.dataset.share === "copy") await copy(address).then(() => say(link.dataset.copied));
      else await navigator.share({ url: await address });
    } catch ({ name }) {
      if (name !== "AbortError") location.assign(`${link.href}&counted`);
    }
  };
  if (navigator.share) all("[data-share=open]").forEach((link) => (link.parentNode.hidden = false));

  on("click", (event) => {
    const { target } = event;
    const found = (selector) => target.closest?.(selector);
    if (target === drawer()) target.close();
    else if (found("[data-share]")) share(event, found("[data-share]"));
    else if (found("[data-step]")) step(found("[data-step]"));
    else if (found(".gallery__dots a")) showShot(event, found(".gallery__dots a"));
    else if (found(".question__link")) copyLink(event, found(".question__link"));
    else if (found("[data-cart]")) openCart(event, found("[data-cart]"));
  });

  // The sticky call to action: only while no other call to action is in sight.
  const watch = () => {
    const sticky = $("#sticky");
    if (!sticky || !window.IntersectionObserver) return;
    const hero = $("[data-hero-button]");
    const inSight = new Set();
    let past = !hero;
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        isIntersecting ? inSight.add(target) : inSight.delete(target);
        if (target === hero) past = !isIntersecting && boundingClientRect.top < 0;
      }
      sticky.classList.toggle("is-shown", past && !inSight.size);
    });
    sticky.hidden = false;
    all("[data-hero-button], .choose, .section--closing .button, .footer").forEach((element) =>
      observer.observe(element),
    );
  };

  // A link to a question opens it.
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target?.matches?.("details")) target.open = true;
  };
  on("hashchange", openTarget, window);

  // An opened answer can be passed on.
  const offerLink = ({ target }) => {
    if (!target.open || !target.matches?.(".question") || $(".question__link", target)) return;
    const link = document.createElement("a");
    link.className = "link question__link";
    link.href = `#${target.id}`;
    link.textContent = target.parentNode.dataset.link;
    target.append(link);
  };
  const copyLink = (event, link) => {
    if (!navigator.clipboard) return; // then it is a link like any other
    event.preventDefault();
    navigator.clipboard.writeText(link.href);
    say(link.closest(".questions").dataset.copied);
  };
  document.addEventListener("toggle", offerLink, true);

  // htmx: say kindly what went wrong, and keep people where they were.
  on("htmx:responseError", ({ detail }) => {
    const status = detail.xhr.status;
    sayKept(status === 403 ? "stale" : status === 503 || status === 429 ? "busy" : "failed");
  });
  on("htmx:sendError", () => sayKept("offline"));
  on("htmx:timeout", () => sayKept("busy"));
  on("announce", ({ detail }) => say(detail.value));
  on("filled", ({ detail }) => (lineOf("said").textContent = detail.value)); // others see it
  // What the cart comes to now, for those who don't see it change.
  const saySums = (root) => {
    const rows = all(".sums div, .free-bar, .empty p", root).map(({ innerText }) => innerText);
    const words = rows.join(", ").replace(/\s+/g, " ");
    const line = lineOf("said");
    if (words && line.textContent !== words) line.textContent = words;
  };
  // What the server fills in must not wipe out what was typed while it was asked.
  on("htmx:oobBeforeSwap", (event) => {
    const was = $("[data-was]", event.detail.fragment)?.dataset.was;
    const now = $("input, select", event.detail.target)?.value;
    if (was !== undefined && was !== now) event.detail.shouldSwap = false;
  });
  on("htmx:afterSettle", ({ detail }) => {
    const where = detail.target;
    saySums(document.getElementById(where.id) || document);
    if (where.id !== "main" && where.id !== "checkout") return;
    drawer()?.close();
    const root = document.getElementById(where.id);
    const wrong = $("[aria-invalid=true]", root);
    if (where.id === "main") scrollTo({ top: 0, behavior: "instant" });
    if (!wrong && root.contains(document.activeElement) && document.activeElement !== root) return;
    const step = where.id === "checkout" && $(".step--open .step__title", root);
    const next = wrong || step || $("h1", root);
    if (!next) return;
    if (!wrong) next.tabIndex = -1;
    next.focus({ preventScroll: !wrong });
    if (wrong) setTimeout(() => wrong.scrollIntoView({ block: "center" })); // htmx scrolls after us
  });

  // Back from another page: buttons that were switched off while sending work again, and what
  // the browser kept in the forms is shown.
  on("pageshow", ({ persisted }) => {
    if (persisted) all("button:disabled:not([data-off])").forEach((button) => (button.disabled = false));
    all(".variant input:checked").forEach((radio) => radio.defaultChecked || showPrice(radio));
  }, window);

  // What ends or begins by itself. The server says what time it is; the device's clock only tells
  // how long ago that was. At the moment itself the server is asked for what holds now.
  const visit = performance.getEntriesByType?.("navigation")[0];
  const [day, hour] = [86400, 3600];
  let ahead = 0;
  const setClock = (root, arrived) => {
    const stamp = root.matches?.("[data-now]") ? root : $("[data-now]", root);
    if (stamp) ahead = Date.parse(stamp.dataset.now) - arrived;
  };
  const inWords = (left, days) => {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const clock = `${two((left % day) / hour)}:${two((left % hour) / 60)}`;
    if (left < day) return `${clock}:${two(left % 60)}`;
    // In the page's words: Intl takes longer to get ready than all else that is done here.
    const [one, many] = days.split("|");
    return `${Math.floor(left / day)} ${left < 2 * day ? one : many} ${clock}`;
  };
  const tick = (anyway) => {
    const now = Date.now() + ahead;
    for (const line of all(".countdown")) {
      const left = Math.max(0, Math.ceil((Date.parse($("time", line).dateTime) - now) / 1000));
      const { left: pattern, days } = line.dataset;
      const [shown, words] = [$(".countdown__left", line), pattern.replace("{}", inWords(left, days))];
      if (shown.textContent !== words) shown.textContent = words;
    }
    for (const mark of all("[data-changes]")) {
      if (now < (mark.next || (anyway ? 0 : Date.parse(mark.dataset.changes)))) continue;
      mark.next = now + 30000; // once more, if no answer came
      window.htmx?.trigger(mark, "changed");
    }
  };
  setClock(document, Date.now() - performance.now() + (visit?.responseStart || 0));
  tick(); // before anything is seen, so that nothing moves
  on("htmx:load", ({ detail: { elt } }) => {
    if (elt === document.body) return;
    setClock(elt, Date.now());
    const chosen = elt.matches(".variants") && $("input:checked", elt);
    if (chosen) showPrice(chosen);
    tick();
  });
  // A page that the browser kept for its Back button may be from before.
  on("load", () => tick(visit?.type === "back_forward"), window);
  setInterval(tick, 1000);

  watch();
  openTarget();
})();
