// @vitest-environment happy-dom

import { beforeAll, describe, expect, it } from "vitest";

let readConfig: (form: URLSearchParams) => Record<string, unknown>;

beforeAll(async () => {
  const stored = document.createElement("div");
  stored.id = "usher-preview";
  stored.textContent = '{"orgId":"shop"}';
  document.body.append(stored);
  ({ readConfig } = await import("./preview"));
});

describe("a form as a configuration", () => {
  it("takes the values by the names that pages use", () => {
    const form = new URLSearchParams({
      "form[accent]": "#c2410c",
      "form[position]": "lm",
      "form[button_size]": "72",
      "form[colors][button_bg]": "#112233",
    });
    expect(readConfig(form)).toMatchObject({
      accentColor: "#c2410c",
      buttonPosition: "lm",
      buttonSize: 72,
      colors: { buttonBg: "#112233" },
    });
  });

  it("leaves to the site what is empty or no number", () => {
    const config = readConfig(new URLSearchParams({ "form[z_index]": "", "form[chat_width]": "wide", "form[accent]": " " }));
    expect(Object.keys(config).sort()).toEqual(["colors", "disabledOnMobile", "mobileOnly", "startHidden"]);
    expect(config.colors).toEqual({});
  });

  it("takes words of one language, and for an empty one what is said instead", () => {
    const form = new URLSearchParams("form[language]=ru&form[words][send]=&form[words][chat]=Own&form[words][send]=Отправить");
    expect(readConfig(form)).toMatchObject({ language: "ru", locale: { send: "Отправить", chat: "Own" } });
  });

  it("shows what is hidden on the site", () => {
    const config = readConfig(new URLSearchParams({ "form[start_hidden]": "true", "form[devices]": "phone" }));
    expect(config).toMatchObject({ startHidden: false, disabledOnMobile: false, mobileOnly: false });
  });
});
