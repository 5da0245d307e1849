// A click in a picture sets what matters in it; the two fields beside it say the same in numbers.
(() => {
  "use strict";
  const fieldsOf = (picker) => {
    const row = picker.closest(".inline-related, form");
    return ["focus_x", "focus_y"].map((name) => row.querySelector(`[name$="${name}"]`));
  };
  const mark = (picker) => {
    const [x, y] = fieldsOf(picker).map((field) => field?.value ?? "");
    picker.classList.toggle("focus--set", x !== "" && y !== "");
    picker.style.setProperty("--x", `${x}%`);
    picker.style.setProperty("--y", `${y}%`);
  };
  const start = () => {
    for (const picker of document.querySelectorAll("[data-focus]")) {
      mark(picker);
      picker.classList.add("focus--live");
      picker.addEventListener("click", (event) => {
        const box = picker.getBoundingClientRect();
        const at = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
        fieldsOf(picker).forEach((field, axis) => {
          field.value = Math.round(Math.min(1, Math.max(0, at[axis])) * 100);
          field.dispatchEvent(new Event("input", { bubbles: true }));
        });
      });
      for (const field of fieldsOf(picker)) field?.addEventListener("input", () => mark(picker));
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
