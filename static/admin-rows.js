// Rows of a form (sections, questions, items …) are put in order by dragging or by two buttons, and
// open one at a time. Without this script all are open, and their "position" is a number to type.
(() => {
  "use strict";
  const words = () => document.getElementById("rows-words")?.dataset;
  const button = (name, label, mark) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: `row-${name}`, textContent: mark, title: label });
    made.setAttribute("aria-label", label);
    return made;
  };

  const start = () => {
    if (!words()) return;
    for (const group of document.querySelectorAll('[data-inline-type="stacked"]'))
      if (group.querySelector(':scope .empty-form [name$="-position"]')) sortable(group);
  };

  const sortable = (group) => {
    const folding = group.querySelector(".folding") !== null;
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    group.append(said);
    group.classList.add("rows");

    const rows = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
    const position = (row) => row.querySelector('[name$="-position"]');
    const fold = (row, shut) => {
      row.classList.toggle("row--shut", shut);
      row.querySelector(".row-open")?.setAttribute("aria-expanded", String(!shut));
    };
    const number = () => {
      rows().forEach((row, place) => (position(row).value = place));
      group.dispatchEvent(new CustomEvent("rows:moved", { bubbles: true }));
    };
    const tell = (row) => {
      const all = rows();
      const label = row.querySelector(".inline_label")?.firstChild.textContent.trim();
      said.textContent = `${label}: ${all.indexOf(row) + 1} / ${all.length}`;
    };
    // The neighbours move, never the row itself: it keeps focus and pointer.
    const move = (row, step) => {
      const all = rows();
      const other = all[all.indexOf(row) + step];
      if (!other) return;
      if (step < 0) row.after(other);
      else row.before(other);
      number();
      tell(row);
    };

    const drag = (row, handle, event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      const before = row.getBoundingClientRect().top;
      group.classList.add("rows--moving");
      row.classList.add("row--moving");
      window.scrollBy({ top: row.getBoundingClientRect().top - before, behavior: "instant" });
      const follow = ({ clientY }) => {
        const all = rows();
        const place = all.indexOf(row);
        const middle = (one) => {
          const box = one.getBoundingClientRect();
          return box.top + box.height / 2;
        };
        const above = all.slice(0, place).find((one) => clientY < middle(one));
        const below = all.slice(place + 1).findLast((one) => clientY > middle(one));
        if (above) row.after(...all.slice(all.indexOf(above), place));
        else if (below) row.before(...all.slice(place + 1, all.indexOf(below) + 1));
      };
      const end = () => {
        handle.removeEventListener("pointermove", follow);
        group.classList.remove("rows--moving");
        row.classList.remove("row--moving");
        row.scrollIntoView({ block: "nearest" });
        number();
        tell(row);
      };
      handle.addEventListener("pointermove", follow);
      handle.addEventListener("lostpointercapture", end, { once: true });
    };

    const equip = (row, shut) => {
      if (row.querySelector(".row-tools")) return;
      const tools = document.createElement("span");
      tools.className = "row-tools";
      const handle = button("drag", words().drag, "⠿");
      handle.tabIndex = -1; // with the keyboard, the two beside it
      handle.addEventListener("pointerdown", (event) => drag(row, handle, event));
      const up = button("up", words().up, "↑");
      const down = button("down", words().down, "↓");
      up.addEventListener("click", () => move(row, -1));
      down.addEventListener("click", () => move(row, 1));
      tools.append(handle, up, down);
      row.querySelector("h3").prepend(tools);
      if (!folding) return;
      const open = button("open", words().open, "");
      open.addEventListener("click", () => fold(row, !row.classList.contains("row--shut")));
      tools.append(open);
      fold(row, shut);
    };

    rows().forEach((row) =>
      equip(row, row.classList.contains("has_original") && !row.querySelector(".errorlist")),
    );
    group.addEventListener("formset:added", ({ target }) => {
      equip(target, false);
      number();
    });
    // Django's script now names the rows anew, as they stand: what is saved has to come first. Then
    // they stand again as they are to be.
    document.addEventListener("formset:removed", () => {
      const wanted = rows();
      const saved = (row) => (row.classList.contains("has_original") ? 0 : 1);
      const put = (all) => group.querySelector(".empty-form").before(...all);
      put([...wanted].sort((one, other) => saved(one) - saved(other)));
      setTimeout(() => {
        put(wanted);
        number();
      });
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
