// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { Keep } from "../link/keep";
import { FakeStorage } from "../testing/fake_storage";
import { makeTeaser } from "./teaser";

test("words are shown in one line, and not too long a one", () => {
  const { text } = makeTeaser("demo", new Keep(new FakeStorage()));
  expect(text(undefined)).toBeNull();
  expect(text({ name: "a", text: "  one\n\n two\t" })).toBe("one two");
  expect(text({ name: "a", text: "x".repeat(140) })).toBe("x".repeat(140));
  const long = text({ name: "a", text: `${"x".repeat(138)} ${"👋".repeat(9)}` });
  expect([long, Array.from(long ?? "").length]).toEqual([`${"x".repeat(138)}…`, 139]);
  // Cut between two characters, not within one.
  expect(text({ name: "a", text: "👋".repeat(150) })).toBe(`${"👋".repeat(139)}…`);
});

test("what was put away stays away, on the next page too, until there is something newer", () => {
  const keep = new Keep(new FakeStorage());
  const one = { name: "1", text: "one" };
  const teaser = makeTeaser("demo", keep);
  teaser.dismiss(undefined);
  teaser.dismiss(one);
  expect([teaser.text(one), makeTeaser("demo", keep).text(one)]).toEqual([null, null]);
  expect(makeTeaser("other", keep).text(one)).toBe("one");
  expect(teaser.text({ name: "2", text: "two" })).toBe("two");
});
