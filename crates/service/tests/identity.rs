//! Who a visitor is, and that nobody ever reads what others said (S-12 … S-15).

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use domain::{
    ClientMessageId, Code, ConversationId, OperatorId, OrganisationId, Refusal, SiteId,
    contact::Field,
    conversation::Filter,
    operator::{Availability, Face, Role},
    site::{Identity, Settings},
    visitor::{Change, Token},
    wire,
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use service::{
    Error, Operator, Service,
    hub::{Listener, News},
    now,
    site::Site,
    visitor::Client,
};
use store::{Store, testing::both};
use uuid::Uuid;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn refused<T>(outcome: service::Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Failed(error)) => panic!("a refusal was expected, not {error}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

/// A token as browsers make it, of a number.
fn token(number: u64) -> Token {
    Token::parse(&format!("{number:0>43}")).expect("has the form")
}

fn proof(site: &Site, client_id: &str) -> String {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let exp = now().0 / 1000 + 300;
    let message = format!("usher-client\n{}\n{exp}\n{client_id}", site.public_id);
    let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is fine");
    let bytes = mac.chain_update(message).finalize().into_bytes();
    let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!("{exp}.{hex}")
}

fn proof_with(site: &Site, client_id: &str, data: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let exp = now().0 / 1000 + 300;
    let body = format!(r#"{{"sub":"{client_id}","aud":"{}","exp":{exp},"data":{data}}}"#, site.public_id);
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(body));
    let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is fine");
    let signature = URL_SAFE_NO_PAD.encode(mac.chain_update(&signed).finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// An organisation with an owner and a site.
struct World {
    store: Store,
    service: Service,
    site: Site,
    owner: Operator,
}

impl World {
    async fn new(store: Store, required: bool) -> Self {
        let organisation = OrganisationId(Uuid::now_v7());
        let identity = Identity { required, secret: Some(SECRET.to_owned()) };
        let site = Site {
            organisation,
            id: SiteId(Uuid::now_v7()),
            public_id: organisation.to_string(),
            name: "Shop".to_owned(),
            settings: Settings { identity, ..Settings::default() },
            has_bot: false,
            preset: None,
        };
        let face = Face { id: OperatorId(Uuid::now_v7()), name: "Anna".to_owned() };
        let mut tx = store.organisation(organisation).write().await.expect("writes");
        tx.insert_organisation(&site.public_id, "Nordlys", now()).await.expect("inserts");
        let row = store::Site {
            id: site.id,
            public_id: site.public_id.clone(),
            name: site.name.clone(),
            settings: site.settings.clone(),
            has_bot: false,
            created_at: now(),
        };
        tx.insert_site(&row).await.expect("inserts");
        let row = store::Operator {
            id: face.id,
            email: format!("{}@a.example", face.id),
            name: face.name.clone(),
            password_hash: String::new(),
            role: Role::Owner,
            availability: Availability::Online,
            capacity: None,
            created_at: now(),
        };
        tx.insert_operator(&row).await.expect("inserts");
        tx.commit().await.expect("commits");
        let owner = Operator { organisation, face, role: Role::Owner, availability: Availability::Online };
        Self { service: Service::new(store.clone()), store, site, owner }
    }

    async fn identify(
        &self,
        token: &Token,
        client_id: &str,
        proof: impl Into<Option<String>>,
        anonymous: Option<&Token>,
    ) -> service::Result<()> {
        let claim = wire::Identify {
            site: self.site.public_id.clone(),
            client_id: client_id.to_owned(),
            proof: proof.into(),
            anonymous: anonymous.cloned(),
            page: None,
        };
        self.service.identify(&self.site, token, &claim, &Client::default()).await
    }

    async fn say(&self, token: &Token, text: &str) -> ConversationId {
        let send = wire::SendMessage {
            site: self.site.public_id.clone(),
            client_id: ClientMessageId(Uuid::new_v4()),
            text: text.to_owned(),
            page: None,
            department: None,
            autos: Vec::new(),
            contact: None,
        };
        let sent = self.service.send(&self.site, token, &send, &Client::default()).await.expect("is stored");
        sent.message.conversation
    }

    async fn set(&self, token: &Token, name: &str, value: &str) {
        let fields = [(name.to_owned(), Some(value.to_owned()))].into();
        let change = Change { replace: false, fields };
        let update = wire::UpdateVisitor { site: self.site.public_id.clone(), change, ..Default::default() };
        self.service.update_visitor(&self.site, token, &update, &Client::default()).await.expect("is stored");
    }

    /// What this browser sees.
    async fn sees(&self, token: &Token) -> Vec<String> {
        let view = self.service.view(&self.site, Some(token)).await.expect("reads");
        view.messages.into_iter().map(|line| line.text).collect()
    }

    /// Everything that identify may touch, as the database has it.
    async fn dump(&self) -> String {
        let mut dump = format!("{:?}", self.service.inbox(&self.owner, Filter::All).await.expect("reads"));
        let mut tx = self.store.organisation(self.site.organisation).read().await.expect("reads");
        for number in 0..20 {
            let hash = <sha2::Sha256 as sha2::Digest>::digest(token(number).expose());
            let visitor = tx.visitor_by_token(self.site.id, &hash).await.expect("reads");
            write!(dump, "{visitor:?}").expect("a string takes everything");
        }
        dump
    }

    async fn listen(&self, token: &Token) -> Listener {
        let listener = self.service.hub().listen();
        self.service.visit(&self.site, Some(token), None, None, &listener).await.expect("subscribes");
        listener
    }
}

/// What waits in a listener's queue.
async fn heard(listener: &mut Listener) -> Vec<News> {
    let mut heard = Vec::new();
    while let Ok(Some(news)) =
        tokio::time::timeout(std::time::Duration::from_millis(20), listener.next()).await
    {
        heard.push(news);
    }
    heard
}

#[tokio::test]
async fn what_was_written_before_becomes_the_persons_and_is_seen_on_every_device() {
    both(|store| async move {
        let world = World::new(store, true).await;
        let [nobody, laptop, phone] = [1, 2, 3].map(token);
        let conversation = world.say(&nobody, "hello").await;
        world.set(&nobody, "plan", "pro").await;
        let mut other_tab = world.listen(&nobody).await;
        let mine = proof(&world.site, "anna");
        world.identify(&laptop, "anna", mine.clone(), Some(&nobody)).await.expect("is known");
        assert_eq!(heard(&mut other_tab).await, [News::Recall], "other tabs ask anew who they are");
        assert_eq!(world.sees(&laptop).await, ["hello"]);
        assert!(world.sees(&nobody).await.is_empty(), "the next person at this computer is nobody");
        world.identify(&laptop, "anna", mine.clone(), Some(&nobody)).await.expect("again changes nothing");
        world.identify(&phone, "anna", mine, None).await.expect("is known");
        assert_eq!(world.say(&phone, "me again").await, conversation);
        assert_eq!(world.sees(&laptop).await, ["hello", "me again"]);
        let inbox = world.service.inbox(&world.owner, Filter::All).await.expect("reads");
        assert_eq!(inbox.rows.len(), 1);
        let card = world.service.card(&world.owner, inbox.rows[0].visitor).await.expect("reads");
        assert_eq!((card.client_id.as_deref(), card.proven, card.number), (Some("anna"), true, 1));
        assert_eq!(card.data.known("plan"), Some("pro"));
    })
    .await;
}

#[tokio::test]
async fn two_visitors_of_one_person_become_one() {
    both(|store| async move {
        let world = World::new(store, false).await;
        let [laptop, nobody, phone, tab] = [1, 2, 3, 4].map(token);
        world.identify(&laptop, "anna", None, None).await.expect("is known");
        let first = world.say(&laptop, "from the laptop").await;
        world.set(&laptop, "name", "Anna").await;
        let second = world.say(&nobody, "from the phone").await;
        world.set(&nobody, "name", "Somebody").await;
        world.set(&nobody, "phone", "1").await;
        // Words may be faster than the claim that comes with them.
        let third = world.say(&phone, "quick").await;
        let mut sockets =
            [world.listen(&laptop).await, world.listen(&nobody).await, world.listen(&phone).await];
        let desk = world.service.hub().listen();
        desk.subscribe(service::hub::Topic::Desk(world.site.organisation));
        let mut desk = desk;
        world.identify(&phone, "anna", None, Some(&nobody)).await.expect("is known");
        for socket in &mut sockets {
            assert_eq!(heard(socket).await, [News::Recall]);
        }
        let told = heard(&mut desk).await;
        for merged in [second, third] {
            let expected = format!(r#"{{"type":"merged","conversation":"{merged}","into":"{first}"}}"#);
            assert!(told.contains(&News::Frame(expected.into())), "{told:?}");
        }
        for token in [&laptop, &phone] {
            let seen = world.sees(token).await;
            assert_eq!(seen, ["from the laptop", "from the phone", "quick"], "all of it in one conversation");
        }
        assert!(world.sees(&nobody).await.is_empty());
        let inbox = world.service.inbox(&world.owner, Filter::All).await.expect("reads");
        let visitors: BTreeSet<_> = inbox.rows.iter().map(|row| row.visitor).collect();
        let conversations: BTreeSet<_> = inbox.rows.iter().map(|row| row.talk.id).collect();
        assert_eq!((visitors.len(), conversations), (1, [first].into()));
        let card = world.service.card(&world.owner, inbox.rows[0].visitor).await.expect("reads");
        assert_eq!((card.data.known("name"), card.data.known("phone")), (Some("Anna"), Some("1")));
        assert!(!card.proven);
        let (mut late, mut known) = (world.listen(&tab).await, world.listen(&laptop).await);
        world.identify(&tab, "anna", None, None).await.expect("is known");
        assert_eq!(heard(&mut late).await, [News::Recall], "whoever has become somebody is greeted again");
        assert!(heard(&mut known).await.is_empty(), "nobody else is disturbed where nothing moved");
    })
    .await;
}

/// S-12: where proofs are required nothing but the right one does anything at all.
#[tokio::test]
async fn without_the_right_proof_nothing_changes() {
    both(|store| async move {
        let world = World::new(store, true).await;
        let [anna, nobody, stranger] = [1, 2, 3].map(token);
        world.identify(&anna, "anna", proof(&world.site, "anna"), None).await.expect("is known");
        world.say(&anna, "secret").await;
        world.say(&nobody, "hello").await;
        let elsewhere = Site { public_id: "elsewhere".to_owned(), ..world.site.clone() };
        let before = world.dump().await;
        let wrong = [
            None,
            Some(String::new()),
            Some(" ".to_owned()),
            Some("null".to_owned()),
            Some(proof(&world.site, "bob")),
            Some(proof(&world.site, "Anna")),
            Some(proof(&elsewhere, "anna")),
            Some(proof(&world.site, "anna").to_uppercase().replace('.', ". ")),
        ];
        for wrong in wrong {
            for (token, anonymous) in
                [(&stranger, None), (&stranger, Some(&nobody)), (&nobody, None), (&anna, None)]
            {
                for client_id in ["anna", "nobody yet"] {
                    let outcome = world.identify(token, client_id, wrong.clone(), anonymous).await;
                    assert_eq!(refused(outcome).code, Code::Unauthenticated, "{wrong:?}");
                    assert_eq!(world.dump().await, before, "{wrong:?}");
                }
            }
        }
        for bad in ["", " ", "a\n", &"x".repeat(201)] {
            let outcome = world.identify(&stranger, bad, proof(&world.site, bad), None).await;
            assert_eq!(refused(outcome).field.as_deref(), Some("client_id"));
        }
        assert_eq!(world.dump().await, before);
        assert!(world.sees(&stranger).await.is_empty());
    })
    .await;
}

/// S-13, S-14: once proven, a person is reached by proofs alone, whatever the site requires of others.
#[tokio::test]
async fn a_proven_person_is_not_reached_by_a_mere_claim() {
    both(|store| async move {
        let world = World::new(store, false).await;
        let [anna, nobody, stranger] = [1, 2, 3].map(token);
        world.identify(&anna, "anna", proof(&world.site, "anna"), None).await.expect("is known");
        world.say(&anna, "secret").await;
        world.say(&nobody, "poison").await;
        let before = world.dump().await;
        for (token, anonymous) in
            [(&stranger, None), (&stranger, Some(&nobody)), (&nobody, None), (&anna, None)]
        {
            let outcome = world.identify(token, "anna", None, anonymous).await;
            assert_eq!(refused(outcome).code, Code::Unauthenticated);
        }
        // A proof of one's own is none of another's.
        let outcome = world.identify(&stranger, "anna", proof(&world.site, "bob"), None).await;
        assert_eq!(refused(outcome).code, Code::Unauthenticated);
        // A token is one person's.
        let outcome = world.identify(&anna, "bob", proof(&world.site, "bob"), None).await;
        assert_eq!(refused(outcome).code, Code::Conflict);
        assert_eq!(world.dump().await, before);
        // A token of hers, shown as if it were nobody's, does not make her words somebody else's.
        world.identify(&stranger, "bob", proof(&world.site, "bob"), Some(&anna)).await.expect("is known");
        assert!(world.sees(&stranger).await.is_empty());
        assert_eq!(world.sees(&anna).await, ["secret"]);
    })
    .await;
}

#[tokio::test]
async fn a_first_proof_takes_over_what_its_own_browser_said_and_nothing_else() {
    both(|store| async move {
        let world = World::new(store, false).await;
        // Anna was unproven on two devices; the site begins to prove.
        let [laptop, phone] = [1, 2].map(token);
        for token in [&laptop, &phone] {
            world.identify(token, "anna", None, None).await.expect("is known");
        }
        world.say(&laptop, "old words").await;
        let mut on_phone = world.listen(&phone).await;
        world.identify(&laptop, "anna", proof(&world.site, "anna"), None).await.expect("is known");
        assert_eq!(world.sees(&laptop).await, ["old words"]);
        assert_eq!(heard(&mut on_phone).await, [News::Recall]);
        assert!(world.sees(&phone).await.is_empty(), "nothing proved that the phone is hers");
        world.identify(&phone, "anna", proof(&world.site, "anna"), None).await.expect("is known");
        assert_eq!(world.sees(&phone).await, ["old words"]);

        // Eve said she was Bob before Bob came; Bob does not read her words, nor she his.
        let [eve, bob] = [3, 4].map(token);
        world.identify(&eve, "bob", None, None).await.expect("is believed");
        world.say(&eve, "poison").await;
        world.set(&eve, "email", "eve@evil.example").await;
        world.identify(&bob, "bob", proof(&world.site, "bob"), None).await.expect("is known");
        assert!(world.sees(&bob).await.is_empty());
        world.say(&bob, "secret").await;
        assert_eq!(world.sees(&eve).await, ["poison"]);
        assert_eq!(world.sees(&bob).await, ["secret"]);
        let inbox = world.service.inbox(&world.owner, Filter::All).await.expect("reads");
        let bobs = inbox.rows.iter().find(|row| row.last_text == "secret").expect("is there");
        let card = world.service.card(&world.owner, bobs.visitor).await.expect("reads");
        assert_eq!((card.client_id.as_deref(), card.data.known("email")), (Some("bob"), None));
    })
    .await;
}

/// S-15: what the site's server says of a person stays, whatever the browser says.
#[tokio::test]
async fn proven_attributes_are_not_overwritten() {
    both(|store| async move {
        let world = World::new(store, false).await;
        let anna = token(1);
        let data = r#"{"name":"Anna","email":"anna@a.example"}"#;
        world.identify(&anna, "anna", proof_with(&world.site, "anna", data), None).await.expect("is known");
        world.say(&anna, "hello").await;
        for (name, value) in [("name", "Eve"), ("email", ""), ("plan", "pro")] {
            world.set(&anna, name, value).await;
        }
        let card = async || {
            let inbox = world.service.inbox(&world.owner, Filter::All).await.expect("reads");
            (
                inbox.rows[0].name.clone(),
                world.service.card(&world.owner, inbox.rows[0].visitor).await.expect("reads"),
            )
        };
        let (name, shown) = card().await;
        assert_eq!(name.as_deref(), Some("Anna"));
        assert_eq!(
            (shown.data.known("name"), shown.data.known("email"), shown.data.known("plan")),
            (Some("Anna"), Some("anna@a.example"), Some("pro"))
        );
        // Nobody overwrites it, and operators are told so.
        let visitor = shown.id;
        let write =
            async |field, text: &str| world.service.edit_contact(&world.owner, visitor, field, text).await;
        let refusal = refused(write(Field::Name, "Eve").await);
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Conflict, Some("name")));
        write(Field::Name, "Anna").await.expect("is so already");
        write(Field::Notes, "tall").await.expect("nobody has proven anything of it");
        // A proof without attributes says nothing of them, another one replaces them.
        world.identify(&anna, "anna", proof(&world.site, "anna"), None).await.expect("is known");
        assert_eq!(card().await.0.as_deref(), Some("Anna"));
        let mut page = world.listen(&anna).await;
        let data = r#"{"name":"Anna Petrova"}"#;
        world.identify(&anna, "anna", proof_with(&world.site, "anna", data), None).await.expect("is known");
        let (name, shown) = card().await;
        assert_eq!((name.as_deref(), shown.data.known("email")), (Some("Anna Petrova"), None));
        assert_eq!(heard(&mut page).await, [News::Contacts], "open pages ask for it anew");
    })
    .await;
}

#[tokio::test]
async fn many_claims_at_once_make_one_person() {
    both(|store| async move {
        let world = World::new(store, true).await;
        let before: Vec<Token> = (100..110).map(token).collect();
        for (n, nobody) in before.iter().enumerate() {
            world.say(nobody, &n.to_string()).await;
        }
        let claims = before.iter().enumerate().map(|(n, nobody)| {
            let device = token(n as u64 % 3);
            let world = &world;
            async move { world.identify(&device, "anna", proof(&world.site, "anna"), Some(nobody)).await }
        });
        for outcome in futures::future::join_all(claims).await {
            outcome.expect("is known");
        }
        let inbox = world.service.inbox(&world.owner, Filter::All).await.expect("reads");
        assert_eq!(inbox.rows.len(), 1);
        let shown = world.sees(&token(0)).await;
        let all: BTreeSet<_> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!((shown.len(), shown.iter().cloned().collect()), (10, all));
        assert_eq!((world.sees(&token(1)).await, world.sees(&token(2)).await), (shown.clone(), shown));
    })
    .await;
}

/// What browsers do, in any order.
#[derive(Debug, Clone)]
enum Step {
    /// A browser's person writes, under a claimed name or under none.
    Say { browser: u64, as_person: Option<usize> },
    /// A browser claims a name: with the right proof (only the person's own browsers have it), a wrong one or none.
    Claim { browser: u64, person: usize, proof: Given, anonymous: Option<u64> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Right,
    Wrong,
    None,
}

const PEOPLE: [&str; 3] = ["anna", "bob", "Bob"];

/// Browsers 0, 1, 2 are the people's own, in this order; 3 and 4 are a stranger's.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let given = prop_oneof![3 => Just(Given::Right), 1 => Just(Given::Wrong), 2 => Just(Given::None)];
    let person = 0..PEOPLE.len();
    let step = prop_oneof![
        (0u64..5, prop::option::of(person.clone()))
            .prop_map(|(browser, as_person)| Step::Say { browser, as_person }),
        (0u64..5, person, given, prop::option::of(0u64..5)).prop_map(
            |(browser, person, proof, anonymous)| Step::Claim { browser, person, proof, anonymous }
        ),
    ];
    prop::collection::vec(step, 1..40)
}

/// The token that a browser keeps for a name, or for nobody.
fn kept(browser: u64, person: Option<usize>) -> Token {
    token(1000 * (1 + browser) + person.map_or(0, |person| 1 + person as u64))
}

/// S-14: whatever is claimed in whichever order, nobody reads a conversation that was not theirs. Everyone shows any token
/// of their own as the anonymous one; only owners have right proofs.
async fn nobody_reads_what_was_not_theirs(store: &Store, required: bool, steps: &[Step]) {
    let world = World::new(store.clone(), required).await;
    // Who wrote each line, and whether that was in the name of somebody who was proven then.
    let mut authors: BTreeMap<String, (u64, bool)> = BTreeMap::new();
    // Browsers that were believed to be a person without a proof, before there was one.
    let mut shared: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    let mut proven: BTreeSet<usize> = BTreeSet::new();
    for (number, step) in steps.iter().enumerate() {
        match step {
            Step::Say { browser, as_person } => {
                let text = format!("{number}");
                world.say(&kept(*browser, *as_person), &text).await;
                authors.insert(text, (*browser, as_person.is_some_and(|person| proven.contains(&person))));
            }
            Step::Claim { browser, person, proof: given, anonymous } => {
                let own = *browser == *person as u64;
                let proof = match given {
                    Given::Right if own => Some(proof(&world.site, PEOPLE[*person])),
                    Given::Right | Given::Wrong => Some(proof(&world.site, "somebody else")),
                    Given::None => None,
                };
                let right = *given == Given::Right && own;
                let anonymous = anonymous.map(|_| kept(*browser, None));
                let outcome = world
                    .identify(&kept(*browser, Some(*person)), PEOPLE[*person], proof, anonymous.as_ref())
                    .await;
                let believed = outcome.is_ok();
                let expected = right || (*given == Given::None && !required && !proven.contains(person));
                assert_eq!(believed, expected, "step {number} of {steps:?}");
                if right {
                    proven.insert(*person);
                } else if believed {
                    shared.entry(*person).or_default().insert(*browser);
                }
            }
        }
        for browser in 0..5 {
            for person in [None, Some(0), Some(1), Some(2)] {
                for text in world.sees(&kept(browser, person)).await {
                    let (author, in_a_proven_name) = authors[&text];
                    // Without proofs a name is whoever says it: then its bearers share what they wrote.
                    let together = !required
                        && !in_a_proven_name
                        && person.is_some_and(|person| {
                            let bearers = shared.get(&person);
                            bearers.is_some_and(|all| all.contains(&browser) && all.contains(&author))
                        });
                    assert!(
                        author == browser || together,
                        "browser {browser} as {person:?} reads line {text} of {author} after {:?}",
                        &steps[..=number]
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn no_order_of_claims_shows_anybody_what_was_not_theirs() {
    both(|store| async move {
        let mut runner = TestRunner::deterministic();
        for case in 0..24 {
            let steps = steps().new_tree(&mut runner).expect("a case").current();
            nobody_reads_what_was_not_theirs(&store, case % 2 == 0, &steps).await;
        }
    })
    .await;
}
