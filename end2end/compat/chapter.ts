/** The families of embeds, each a chapter of `docs/compat.md` with rows and tests of its own. */

import { type Facade, FACADES } from "./facades";
import { JIVO, JIVO_SECTIONS } from "./jivo_rows";
import { ONWEBCHAT, ONWEBCHAT_SECTIONS } from "./onwebchat_rows";
import { OWIDGET, OWIDGET_SECTIONS } from "./owidget_rows";
import { type Section, SECTIONS } from "./rows";
import { table } from "./table";

/** A family. */
export interface Chapter {
  readonly title: string;
  /** What pages have of it. */
  readonly about: string;
  /** Where its tests are. */
  readonly tests: string;
  /** Its embeds, by the globals they make; of more than one, a test's first title says which it is of. */
  readonly facades: readonly string[];
  readonly sections: readonly Section[];
}

const CHATS: Chapter = {
  title: "Svyazio, Chatra, Brevo Conversations",
  about: `The native embed, \`Usher(…)\`, is the same interface under our own name.

${table(["", ...FACADES.map(({ name }) => `\`${name}\``)], [
  names("script", ({ script }) => script),
  names("configuration", ({ configs }) => configs),
  names("the site's id", ({ id }) => id ?? "orgId"),
  names("first data", ({ integration }) => integration),
  names("the visitor's own id", ({ clientId }) => clientId),
  names("hash", ({ hash }) => hash),
  names("element", ({ host }) => `#${host}`),
  names("classes in its shadow root", ({ prefix }) => ["launcher", "teaser", "window"].map((part) => `.${prefix}-${part}`)),
  names("z-index", ({ zIndex }) => String(zIndex)),
])}

Of two configuration objects the second wins, key by key. Keys, methods and events below have the same names in all four, and
the tests run once for each.`,
  tests: "end2end/tests/compat",
  facades: FACADES.map(({ name }) => name),
  sections: SECTIONS,
};

const JIVO_CHAT: Chapter = {
  title: "Jivo",
  about: `The page loads \`/widget/ID\`, \`/widget.js\`, \`/script/widget/ID\` or \`/script/geo-widget/ID\`, where the id is the one that the
site had at Jivo (Settings → the site → Site, or \`vendor_ids\` of an organisation file), and finds \`jivo_api\`, \`jivo_init\`, \`jivo_destroy\` and \`jivo_config\`.
Where Jivo's newest documentation contradicts an older one, the newest holds.`,
  tests: "end2end/tests/jivo",
  facades: [JIVO],
  sections: JIVO_SECTIONS,
};

const OWIDGET_CHAT: Chapter = {
  title: "owidget (mluvii)",
  about: `The page loads \`/widget/OOWidget.js\` and is given an object, which it tells the GUID that its company had at mluvii
(\`mluvii\` of \`vendor_ids\`, where \`GUID/12\` is a tenant's).`,
  tests: "end2end/tests/owidget",
  facades: [OWIDGET],
  sections: OWIDGET_SECTIONS,
};

const ONWEBCHAT_CHAT: Chapter = {
  title: "onWebChat",
  about: `The page's snippet makes \`onWebChat\` and loads \`/clientchat/CHATID\`, where the id is the one that the site had at
onWebChat (\`onwebchat\` of \`vendor_ids\`). Where the vendor's words and code contradict each other, the code holds.`,
  tests: "end2end/tests/onwebchat",
  facades: [ONWEBCHAT],
  sections: ONWEBCHAT_SECTIONS,
};

/** All of them. */
export const CHAPTERS: readonly Chapter[] = [CHATS, JIVO_CHAT, OWIDGET_CHAT, ONWEBCHAT_CHAT];

/** A row of the table of names. */
function names(what: string, of: (facade: Facade) => string | readonly string[]): string[] {
  return [
    what,
    ...FACADES.map((facade) =>
      [of(facade)]
        .flat()
        .map((name) => `\`${name}\``)
        .join(", "),
    ),
  ];
}
