/** Pictures of a page of Jivo's, and of what the operator sees of its visitor. */

import { expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";

const set = jivoStage("pictures");

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
    });
  }
}
