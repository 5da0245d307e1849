// The card form: Stripe's Payment Element in our panel. Loaded on that page alone.
(() => {
  "use strict";
  const panel = document.querySelector("#pay[data-secret]");
  if (!panel) return;
  const form = panel.querySelector(".pay__form");
  const button = form.querySelector("button");
  const problem = form.querySelector("[role=alert]");
  const { key, secret, return: returnUrl, locale, blocked, failed } = panel.dataset;
  const say = (words) => {
    problem.textContent = words || "";
    problem.hidden = !words;
  };
  const wait = (busy) => {
    button.disabled = busy;
    form.setAttribute("aria-busy", busy);
  };
  form.hidden = false;
  if (!window.Stripe) return say(blocked);

  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim() || undefined;
  const variables = {
    colorPrimary: colour("--primary"),
    colorText: colour("--ink"),
    colorDanger: colour("--wrong"),
    borderRadius: "4px",
  };
  const stripe = window.Stripe(key, { locale });
  const elements = stripe.elements({ clientSecret: secret, appearance: { variables } });
  const card = elements.create("payment", { layout: "tabs" });
  card.on("ready", () => wait(false));
  card.on("loaderror", () => say(blocked));
  card.on("change", () => say(""));
  card.mount(form.querySelector(".pay__fields"));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    wait(true);
    say("");
    // Where all goes well this leaves the page: the order's own page says the rest.
    try {
      const { error } = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: returnUrl },
      });
      // Paid in another tab, or by a click that we never heard of again.
      const status = error?.payment_intent?.status;
      if (status === "succeeded" || status === "processing") return location.assign(returnUrl);
      say(error?.message || failed);
    } catch {
      say(failed);
    }
    wait(false);
  });
  // Back from a bank's page: the browser may show this one as it was left.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
