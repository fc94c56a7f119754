/** The forms of a window on a page of Jivo's: for who finds nobody, and for who is asked who they are. */

import { expect, test, type FrameLocator } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Jivo } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const set = jivoStage("forms");
const ASKING = "XyCdEf1234";
const asking = jivoStage(
  "asking",
  `[[sites]]
id = "asking-site"
name = "Nordlys, which asks"
domains = ["localhost:*", "127.0.0.1:*"]
contact_form = { in_chat = true, name = { show = true }, email = { show = true, required = true } }
vendor_ids = { jivo = "${ASKING}" }
`,
);

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** The form for a message, inside the window. */
const form = (inside: FrameLocator): ReturnType<FrameLocator["getByRole"]> => inside.getByRole("region", { name: "Leave a message" });

test("who finds nobody leaves a message, and the answer comes by e-mail and to the window", proves("1.5 offline", "1.5 offline/success", "1.4 onOfflineFormSubmit", "1.6 getContactInfo"), async ({ page }) => {
  const watch = await Watch.over(page);
  await set.desk.setAvailability("Away");
  const jivo = await Jivo.loaded(page, set, ID);
  expect(await jivo.call("chatMode")).toBe("offline");
  await jivo.label.click();
  const region = form(jivo.inside);
  await expect(region).toBeVisible();
  expect(await jivo.states()).toEqual(["offline"]);
  await expect(jivo.inside.locator("[data-usher-composer]")).toBeHidden();

  await region.getByLabel("E-mail").fill("mia@");
  await region.getByRole("button", { name: "Send message" }).click();
  await expect(region.getByText("Check the address: name@example.com.")).toBeVisible();
  await expect(region.getByLabel("E-mail")).toBeFocused();
  await expect(region.getByText("Please fill this in.")).toBeVisible();
  await region.getByLabel("Name").fill("Mia");
  await region.getByLabel("E-mail").fill("mia@forms.example");
  await region.getByLabel("Message").fill("Is the lamp in stock?");
  await region.getByRole("button", { name: "Send message" }).click();
  await expect(jivo.inside.getByRole("heading", { name: "Message sent" })).toBeVisible();
  await jivo.expectTold("OfflineFormSubmit");
  expect(await jivo.states()).toEqual(["offline", "offline/success"]);
  expect(await jivo.call("getContactInfo")).toMatchObject({ client_name: "Mia", email: "mia@forms.example" });

  await set.desk.openConversation("Is the lamp in stock?");
  await expect(set.desk.reply).toHaveAttribute("placeholder", "Write a reply. If the visitor is gone, it goes by e-mail, too.");
  await expect(set.desk.visitor.getByText("mia@forms.example").first()).toBeVisible();

  // The visitor goes; what is answered then goes after them.
  const url = page.url();
  await page.goto("about:blank");
  await expect(set.desk.visitor.getByText("not on the site")).toBeVisible({ timeout: 20_000 });
  set.mailbox.refuse(1);
  await set.desk.say("Yes, in all colours.");
  const [letter] = await set.mailbox.to("mia@forms.example");
  expect(letter?.subject).toBe("An answer from Nordlys, from Jivo");
  expect(letter?.from?.address).toBe("chat@nordlys.example");
  expect(letter?.text).toContain("Yes, in all colours.");
  expect(letter?.text).toContain(url);

  await page.goto(url);
  await jivo.expectTold("LoadCallback");
  await expect.poll(() => jivo.call("getUnreadMessagesCount")).toBe(1);
  await jivo.call("open");
  await jivo.panel.log.expectOnce("Yes, in all colours.");
  expect(watch.errors).toEqual([]);
});

test("sendOfflineMessage fills the form, and the visitor sends it", proves("1.6 sendOfflineMessage", "1.6 sendOfflineMessage refused", "1.5 offline"), async ({ page }) => {
  await set.desk.setAvailability("Away");
  const jivo = await Jivo.loaded(page, set, ID);
  const about = { name: "John Smith", email: "email@example.com", phone: "+14084987855", description: "Description", message: "Some message" };
  expect(await jivo.call("sendOfflineMessage", { ...about, message: "" })).toEqual({ result: "fail", error: "Message is empty" });
  expect(await jivo.call("sendOfflineMessage", { message: "Hi" })).toEqual({ result: "fail", error: "Contact required" });
  expect(await jivo.call("sendOfflineMessage", about)).toEqual({ result: "ok" });
  const region = form(jivo.inside);
  await expect(region.getByLabel("Message")).toHaveValue("Some message");
  await expect(region.getByLabel("E-mail")).toHaveValue("email@example.com");
  await expect(region.getByLabel("Phone")).toHaveValue("+14084987855");
  expect(await jivo.states()).toEqual(["offline"]);
  await region.getByRole("button", { name: "Send message" }).click();
  await jivo.expectTold("OfflineFormSubmit");
  expect(await jivo.call("close")).toEqual({ result: "ok" });
  expect(await jivo.states()).toEqual(["offline", "offline/success", "chat/min"]);

  await set.desk.openConversation("Some message");
  await expect(set.desk.visitor.getByText("Description").first()).toBeVisible();
});

test("an operator who comes takes the form away, and keeps what is being written", proves("1.5 offline"), async ({ page }) => {
  await set.desk.setAvailability("Away");
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.label.click();
  await expect(form(jivo.inside)).toBeVisible();
  await set.desk.setAvailability("Online");
  await expect(form(jivo.inside)).toBeHidden();
  await expect(jivo.panel.composer).toBeVisible();
  await set.desk.setAvailability("Away");
  await expect.poll(() => jivo.states()).toEqual(["offline", "chat", "offline"]);
  // Whoever was in the conversation stays in it.
  await expect(jivo.panel.composer).toBeVisible();
  await jivo.call("close");
  await jivo.call("open");
  await form(jivo.inside).getByLabel("Message").fill("Half a sente");
  await set.desk.setAvailability("Online");
  await expect.poll(() => jivo.call("chatMode")).toBe("online");
  await expect(form(jivo.inside).getByLabel("Message")).toHaveValue("Half a sente");
  await form(jivo.inside).getByRole("button", { name: "Back to the chat" }).click();
  await expect(jivo.panel.composer).toBeVisible();
});

test("who has written is asked who they are, once, and the page is told", proves("1.5 introduce", "1.4 onIntroduction"), async ({ page }) => {
  await asking.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, asking, ASKING);
  await jivo.label.click();
  await jivo.write("Hello?");
  const region = jivo.inside.getByRole("region", { name: "How can we reach you?" });
  await expect(region).toBeVisible();
  await jivo.panel.log.expectOnce("Hello?");
  // What was said stays in sight above the form.
  const [said, asked] = await Promise.all([jivo.panel.log.text("Hello?").boundingBox(), region.boundingBox()]);
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual(asked?.y ?? 0);
  await expect(region.getByRole("button", { name: "Back to the chat" })).toHaveCount(0);
  expect(await jivo.states()).toEqual(["chat", "introduce"]);
  await region.getByLabel("E-mail").fill("mia@asking.example");
  await region.getByRole("button", { name: "Continue" }).click();
  await expect(region).toBeHidden();
  await jivo.expectTold("Introduction");
  expect(await jivo.states()).toEqual(["chat", "introduce", "chat"]);
  expect(await jivo.call("getContactInfo")).toMatchObject({ email: "mia@asking.example" });
  await asking.desk.openConversation("Hello?");
  await expect(asking.desk.visitor.getByText("mia@asking.example").first()).toBeVisible();
  await jivo.write("Still there?");
  await expect(region).toBeHidden();
  expect(await jivo.times("Introduction")).toBe(1);
});

test("a page that has told who its visitor is spares them the form", proves("1.4 onIntroduction", "1.6 setContactInfo"), async ({ page }) => {
  await asking.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, asking, ASKING);
  await jivo.call("setContactInfo", { email: "tom@asking.example" });
  await jivo.label.click();
  await jivo.write("Hello, it is Tom.");
  await asking.desk.take("Hello, it is Tom.");
  await jivo.expectTold("Accept");
  expect(await jivo.states()).toEqual(["chat"]);
  expect(await jivo.times("Introduction")).toBe(0);
});

test("rules ask for a message and for an address", proves("1.7 open_offline", "1.7 system_message_email"), async ({ page }) => {
  await set.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, set, ID);
  const rule = (command: string, params: object): object => ({ conditions: [], commands: [{ command, params }] });
  await jivo.call("setRules", [rule("open_offline", { title: "We are moving", message: "Write to us.\nWe answer on Monday." })]);
  const moving = jivo.inside.getByRole("region", { name: "We are moving" });
  await expect(moving.getByText("We answer on Monday.")).toBeVisible();
  expect(await jivo.states()).toEqual(["offline"]);
  await jivo.call("close");

  await jivo.call("setRules", [rule("system_message_email", { message: "Where shall we write to?" })]);
  await jivo.call("open");
  await expect(jivo.panel.log.text("Where shall we write to?")).toBeVisible();
  const asked = jivo.inside.getByRole("region", { name: "How can we reach you?" });
  await asked.getByLabel("E-mail").fill("rule@forms.example");
  await asked.getByRole("button", { name: "Continue" }).click();
  await jivo.expectTold("Introduction");
  expect((await jivo.states()).slice(-2)).toEqual(["introduce", "chat"]);
});
