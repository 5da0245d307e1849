// Beside each colour that the owner may leave empty: the browser's own picker.
addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll(".own-colour")) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
    const show = () => (picker.value = field.value || field.placeholder);
    picker.addEventListener("input", () => (field.value = picker.value.toUpperCase()));
    field.addEventListener("input", show);
    field.after(picker);
    show();
  }
});
