// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { readContacts, readPhone } from "./contacts";

test.each([
  ["+1 (408) 498-78.55", "+14084987855"],
  ["1234567", "1234567"],
  [74951234567, "74951234567"],
  ["123456789012345", "123456789012345"],
  ["123456", null],
  ["1234567890123456", null],
  ["+7 495 CALL-ME", null],
  ["++14084987855", null],
  ["", null],
  [null, null],
  [{}, null],
])("a phone number is 7 to 15 digits (CONTRACT 1.6 startCall): %j", (value, phone) => {
  expect(readPhone(value)).toBe(phone);
});

test.each([
  [
    { name: " Ann ", email: "a@b.example", phone: "+1 408 4987855", description: "tall", age: 5 },
    { name: "Ann", email: "a@b.example", phone: "+1 408 4987855", description: "tall" },
    undefined,
  ],
  [{ name: "", email: null, phone: undefined }, {}, undefined],
  [{ name: "Ann", email: "a@b" }, { name: "Ann" }, "Invalid email"],
  [{ name: "Ann", email: "a b@c.example" }, { name: "Ann" }, "Invalid email"],
  [{ phone: "12", email: "a@b.example" }, { email: "a@b.example" }, "Invalid phone"],
  [{ phone: "12", email: "no" }, {}, "Invalid email"],
  [{ name: 5, description: {} }, { name: "5" }, undefined],
  ["text", {}, undefined],
  [null, {}, undefined],
])("contacts are read one by one (CONTRACT 1.6 setContactInfo): %j", (about, contacts, fault) => {
  expect(readContacts(about)).toEqual([contacts, fault]);
});
