/** Pictures of a page of Jivo's, and of what the operator sees of its visitor. */

import { expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";

const ASKING = "AsKiNg1234";
const set = jivoStage(
  "pictures",
  `[[sites]]
id = "pictures-asking"
name = "Nordlys Lamps"
domains = ["localhost:*", "127.0.0.1:*"]
calls = { enabled = true, country = "NO" }
contact_form = { in_chat = true, name = { show = true }, email = { show = true, required = true }, phone = { show = false } }
vendor_ids = { jivo = "${ASKING}" }
`,
);

const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

for (const [device, size] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ ...size, colorScheme, contextOptions: { reducedMotion: "reduce" } });

      test("the label, an invitation, and the visitor's pane", async ({ page }) => {
        const picture = (of: Page, name: string): Promise<Buffer> =>
          of.screenshot({ path: fileURLToPath(new URL(`../../screenshots/jivo-${name}-${device}-${colorScheme}.png`, import.meta.url)), animations: "disabled" });
        const jivo = await Jivo.loaded(page, set, ID, { query: "?utm_source=google&utm_campaign=lamps" });
        await expect(jivo.label).toBeVisible();
        await picture(page, "label");
        await jivo.call("setContactInfo", { name: "John Smith", email: "email@example.com", phone: "+14084987855" });
        await jivo.call("setClientAttributes", { plan: "Professional", age: 42 });
        await jivo.call("setCustomData", [
          { title: "Account", key: "Balance", content: "$56" },
          { content: "Open customer profile", link: "https://crm.nordlys.example/7" },
          { title: "Last order", content: "Floor lamp, brass, two bulbs E27, to be delivered to the neighbour" },
        ]);
        await jivo.call("setWidgetColor", "#c2410c", "#7c2d12");
        await jivo.call("showProactiveInvitation", "How can I help you?");
        await expect(jivo.panel.log.root.getByText("How can I help you?")).toBeVisible();
        await jivo.write("Where is my order?");
        await picture(page, "window");
        await set.desk.page.emulateMedia({ colorScheme });
        await set.desk.page.setViewportSize(size.viewport);
        await set.desk.page.goto(`${set.usher.url}/inbox`);
        await set.desk.openConversation("Where is my order?");
        if (device === "phone") await set.desk.page.getByRole("button", { name: "Visitor", exact: true }).click();
        await expect(set.desk.visitor.getByText("Balance")).toBeVisible();
        await picture(set.desk.page, "visitor");
        await jivo.call("close");
        await expect(jivo.window).toBeHidden();
        await picture(page, "coloured");
        await set.desk.page.goto(`${set.usher.url}/inbox`);
        await set.desk.openConversation("Where is my order?");
        await set.desk.close.click();
      });

      test("forms, and a call that is asked for", async ({ page }) => {
        const picture = (of: Page, name: string): Promise<Buffer> =>
          of.screenshot({ path: fileURLToPath(new URL(`../../screenshots/jivo-${name}-${device}-${colorScheme}.png`, import.meta.url)), animations: "disabled" });
        await set.desk.page.setViewportSize(SIZES.desk.viewport);
        await set.desk.page.goto(`${set.usher.url}/inbox`);
        await set.desk.setAvailability("Away");
        const jivo = await Jivo.loaded(page, set, ASKING);
        await jivo.call("open");
        const offline = jivo.inside.getByRole("region", { name: "Leave a message" });
        await expect(offline).toBeVisible();
        await picture(page, "offline");
        await offline.getByRole("button", { name: "Send message" }).click();
        await expect(offline.getByText("Please fill this in.").first()).toBeVisible();
        await picture(page, "offline-wrong");
        await offline.getByLabel("E-mail").fill("mia@pictures.example");
        await offline.getByLabel("Message").fill("Is the floor lamp in stock?");
        await offline.getByRole("button", { name: "Send message" }).click();
        await expect(jivo.inside.getByRole("heading", { name: "Message sent" })).toBeVisible();
        await picture(page, "offline-sent");
        await set.desk.setAvailability("Online");
        await expect.poll(() => jivo.call("chatMode")).toBe("online");
        await jivo.call("clearHistory");
        await expect(jivo.panel.composer).toBeVisible();
        await jivo.write("I have a question about the floor lamp.");
        await expect(jivo.inside.getByRole("region", { name: "How can we reach you?" })).toBeVisible();
        await picture(page, "introduce");
        await jivo.call("setContactInfo", { name: "Mia", email: "mia@pictures.example" });
        await jivo.call("open", { start: "menu" });
        if (device === "phone") await expect(jivo.inside.getByRole("region", { name: "How do you want to talk?" })).toBeVisible();
        await picture(page, "menu");
        await jivo.call("open", { start: "call" });
        const call = jivo.inside.getByRole("region", { name: "We call you back" });
        await call.getByLabel("Phone").fill("21 00 00 07");
        await picture(page, "call");
        await call.getByRole("button", { name: "Call me" }).click();
        await expect(call.getByText("We are calling you.")).toBeVisible();
        await picture(page, "call-rings");
        await set.desk.page.emulateMedia({ colorScheme });
        await set.desk.page.setViewportSize(size.viewport);
        await set.desk.page.goto(`${set.usher.url}/inbox`);
        await picture(set.desk.page, "inbox");
        await set.desk.openConversation("Please call me back: +4721000007");
        await expect(set.desk.page.getByText("Asks to be called back: +4721000007")).toBeVisible();
        await picture(set.desk.page, "call-desk");
        await set.desk.close.click();
      });
    });
  }
}
