// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { Keep } from "../link/keep";
import { makeContacts, type ContactBook } from "./contacts";

const NOBODY = { name: null, email: null, phone: null, notes: null };

let book: ContactBook;
beforeEach(() => {
  localStorage.clear();
  book = makeContacts("shop", new Keep());
});

test("the server's first word tells what the page has not said", () => {
  book.learn({ name: "Ann", plan: "pro" });
  expect(book.add({ description: "regular" })).toEqual({ notes: "regular" });
  book.hear({ ...NOBODY, name: "Anna", email: "a@shop.example" });
  expect(book.all()).toEqual({ name: "Ann", email: "a@shop.example", phone: null, description: "regular" });
});

test("a word that does not know yet what the page has said takes nothing of it", () => {
  book.hear(NOBODY);
  book.learn({ name: "Ann" });
  book.hear({ ...NOBODY, phone: "123" });
  expect(book.all()).toMatchObject({ name: "Ann", phone: "123" });
  // Now it does.
  book.hear({ ...NOBODY, name: "Ann", phone: "123" });
  expect(book.all()).toMatchObject({ name: "Ann", phone: "123" });
});

test("what an operator writes, or takes away, wins over what the page has said", () => {
  book.learn({ name: "Ann" });
  book.hear({ ...NOBODY, name: "Ann" });
  book.hear({ ...NOBODY, name: "Ann B." });
  expect(book.all().name).toBe("Ann B.");
  book.hear(NOBODY);
  expect(book.all().name).toBeNull();
});
