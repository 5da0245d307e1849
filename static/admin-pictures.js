// Choosing a picture by what it shows: small copies in the list, and of the chosen one.
(() => {
  "use strict";
  const { jQuery } = window.django || {};
  if (!jQuery?.fn.select2) return;
  const address = (select, id) => select.dataset.thumbnails.replace(/\d+(?=\/thumbnail)/, id);
  const small = (src) => {
    const image = new Image();
    Object.assign(image, { className: "thumb", alt: "", loading: "lazy", src });
    return image;
  };

  jQuery.fn.select2.defaults.set("templateResult", (row) => {
    const id = /^select2-(id_.+)-result-/.exec(row._resultId || "")?.[1];
    const select = id && document.getElementById(id);
    if (!row.id || !select?.dataset.thumbnails) return row.text;
    const line = document.createElement("span");
    line.className = "choice";
    line.append(small(address(select, row.id)), row.text);
    return line;
  });

  jQuery(document).on("change", "select[data-thumbnails]", ({ target }) => {
    const shown = target.parentNode.querySelector(".chosen");
    if (!shown) return;
    shown.hidden = !target.value;
    if (target.value) shown.src = address(target, target.value);
  });
})();
