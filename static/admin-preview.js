// The preview beside a form: what is typed is drawn by the server, a moment after the last key.
(() => {
  "use strict";
  const WAIT = 500; // ms
  const start = () => {
    const pane = document.querySelector("[data-preview]");
    if (!pane) return;
    const form = pane.closest("form");
    const frame = pane.querySelector("iframe");
    const said = pane.querySelector(".preview__said");
    let timer, current, turned;
    pane.querySelector(".preview__show").hidden = true;

    const say = (words, points = []) => {
      said.classList.toggle("preview__said--wrong", points.length > 0);
      const list = document.createElement("ul");
      list.append(...points.map((point) => document.adoptNode(point)));
      said.replaceChildren(words, ...(points.length ? [list] : []));
    };

    const show = (html, anchor) => {
      const at = frame.contentWindow?.scrollY || 0;
      frame.onload = () => {
        const inside = frame.contentDocument;
        const section = !turned && anchor && inside.getElementById(anchor);
        turned = true;
        const top = section ? section.getBoundingClientRect().top : at;
        frame.contentWindow.scrollTo({ top, behavior: "instant" });
        // A link would lead out of the preview, into a page that allows no frame.
        inside.addEventListener("click", (event) => {
          const link = event.target.closest("a");
          if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
        });
      };
      frame.srcdoc = html;
    };

    const draw = async () => {
      current?.abort();
      const mine = (current = new AbortController());
      try {
        const body = new FormData(form);
        body.delete("preview_width");
        const answer = await fetch(pane.dataset.preview, {
          method: "POST",
          body,
          signal: mine.signal,
        });
        const html = await answer.text();
        if (answer.ok) {
          show(html, answer.headers.get("X-Section"));
          say(pane.dataset.shown);
        } else if (answer.status === 422) {
          const inside = new DOMParser().parseFromString(html, "text/html");
          say(pane.dataset.broken, [...inside.querySelectorAll("li")]);
        } else throw new Error(answer.status);
      } catch (error) {
        if (error.name !== "AbortError") say(pane.dataset.failed);
      }
    };

    const soon = (event) => {
      if (event?.target.name === "preview_width") return;
      clearTimeout(timer);
      timer = setTimeout(draw, WAIT);
    };
    for (const type of ["input", "change", "formset:added", "rows:moved"])
      form.addEventListener(type, soon);
    document.addEventListener("formset:removed", soon);
    // select2's own events are jQuery's: they reach no plain listener.
    window.django?.jQuery(form).on("change", "select", soon);
    draw();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
