//! What the store promises, on both engines.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ClientMessageId, ConversationId, DepartmentId, MessageId, OperatorId, OrganisationId, SiteId, Timestamp,
    VisitorId,
    conversation::{Filter, Status},
    message::{Author, Kind, Message},
    operator::{Availability, Role},
    site::Settings,
    visitor::{Data, PageView, Profile},
};
use futures::future::join_all;
use sqlx::{AssertSqlSafe, Row as _};
use store::{
    Department, Error, NewConversation, NewMessage, NewVisitor, Operator, Organisation, Reader, Site, Store,
    testing::{TestDatabase, both},
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_242_441_000);

fn operator(email: &str) -> Operator {
    Operator {
        id: OperatorId(Uuid::new_v4()),
        email: email.to_owned(),
        name: "Marta Silva".to_owned(),
        password_hash: "$argon2id$".to_owned(),
        role: Role::Owner,
        availability: Availability::Online,
        capacity: None,
        created_at: NOW,
    }
}

fn words(text: &str) -> NewMessage {
    NewMessage {
        id: MessageId(Uuid::new_v4()),
        client_id: Some(ClientMessageId(Uuid::new_v4())),
        author: Author::Client,
        operator: None,
        kind: Kind::Text,
        text: text.to_owned(),
        choices: Vec::new(),
        at: NOW,
    }
}

/// An organisation with one site, one visitor and one conversation without lines.
async fn talk(store: &Store) -> (Organisation, SiteId, VisitorId, ConversationId) {
    let organisation = store.organisation(OrganisationId(Uuid::new_v4()));
    let slug = organisation.id().to_string();
    let (site, visitor, conversation) =
        (SiteId(Uuid::new_v4()), VisitorId(Uuid::new_v4()), ConversationId(Uuid::new_v4()));
    let mut tx = organisation.write().await.expect("writes");
    assert!(tx.insert_organisation(&slug, "Nordlys", NOW).await.expect("inserts"));
    let row = Site {
        id: site,
        public_id: slug.clone(),
        name: "Shop".to_owned(),
        settings: Settings::default(),
        has_bot: false,
        created_at: NOW,
    };
    assert!(tx.insert_site(&row).await.expect("inserts"));
    let number = tx.next_visitor_number().await.expect("counts");
    let new = NewVisitor {
        id: visitor,
        site,
        number,
        token_hash: visitor.0.as_bytes(),
        client_id: None,
        referrer: "",
        user_agent: "Firefox",
        at: NOW,
    };
    tx.insert_visitor(&new).await.expect("inserts");
    let new = NewConversation { id: conversation, site, visitor, department: None, at: NOW };
    tx.insert_conversation(&new).await.expect("inserts");
    tx.commit().await.expect("commits");
    (organisation, site, visitor, conversation)
}

/// A visitor whose token is its id.
fn person<'a>(id: &'a VisitorId, site: SiteId, number: i64, client_id: Option<&'a str>) -> NewVisitor<'a> {
    let token_hash = id.0.as_bytes();
    NewVisitor { id: *id, site, number, token_hash, client_id, referrer: "", user_agent: "", at: NOW }
}

async fn say(
    organisation: &Organisation,
    conversation: ConversationId,
    new: NewMessage,
) -> Result<Message, Error> {
    let mut tx = organisation.write().await?;
    tx.lock_conversation(conversation).await?;
    let message = tx.append(conversation, new).await?;
    tx.commit().await?;
    Ok(message)
}

#[tokio::test]
async fn lines_get_one_seq_each_however_many_write_at_once() {
    both(|store| async move {
        let (organisation, _, _, conversation) = talk(&store).await;
        let sends = (0..100).map(|n| say(&organisation, conversation, words(&n.to_string())));
        let acked: BTreeMap<i64, Message> =
            join_all(sends).await.into_iter().map(|m| m.expect("is stored")).map(|m| (m.seq, m)).collect();
        assert_eq!(acked.keys().copied().collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
        let mut tx = organisation.read().await.expect("reads");
        let stored = tx.messages_after(conversation, 0, 1000).await.expect("reads");
        assert_eq!(stored, acked.into_values().collect::<Vec<_>>());
        let before = tx.messages_before(conversation, 100, 2).await.expect("reads");
        assert_eq!(before.iter().map(|m| m.seq).collect::<Vec<_>>(), [98, 99]);
    })
    .await;
}

#[tokio::test]
async fn a_client_id_is_stored_once_in_an_organisation_and_may_return_in_another() {
    both(|store| async move {
        let (organisation, _, _, conversation) = talk(&store).await;
        let (stranger, _, _, theirs) = talk(&store).await;
        let first = words("once");
        let again = NewMessage { id: MessageId(Uuid::new_v4()), ..first.clone() };
        let client_id = first.client_id.expect("has one");
        let stored = say(&organisation, conversation, first.clone()).await.expect("is stored");
        assert!(matches!(say(&organisation, conversation, again).await, Err(Error::Conflict(_))));
        let mut tx = organisation.read().await.expect("reads");
        assert_eq!(tx.message_by_client_id(client_id).await.expect("reads"), Some(stored));
        drop(tx);
        say(&stranger, theirs, first).await.expect("another organisation's ids do not matter");
    })
    .await;
}

#[tokio::test]
async fn what_is_dropped_or_fails_leaves_no_trace_and_disturbs_nobody() {
    both(|store| async move {
        let (organisation, _, _, conversation) = talk(&store).await;
        let twice = words("taken");
        say(&organisation, conversation, twice.clone()).await.expect("is stored");
        let attempts = (0..30).map(|n| {
            let (organisation, twice) = (organisation.clone(), twice.clone());
            async move {
                match n % 3 {
                    0 => say(&organisation, conversation, words("kept")).await.map(|_| ()),
                    1 => say(&organisation, conversation, twice).await.map(|_| ()),
                    _ => {
                        let mut tx = organisation.write().await?;
                        tx.append(conversation, words("dropped")).await.map(|_| ())
                    }
                }
            }
        });
        let outcomes = join_all(attempts).await;
        assert_eq!(outcomes.iter().filter(|o| o.is_err()).count(), 10);
        let mut tx = organisation.read().await.expect("reads");
        let stored = tx.messages_after(conversation, 0, 1000).await.expect("reads");
        assert_eq!(stored.iter().map(|m| m.seq).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
        assert!(stored.iter().skip(1).all(|m| m.text == "kept"));
    })
    .await;
}

#[tokio::test]
async fn what_was_acked_is_there_after_opening_again() {
    for database in [TestDatabase::sqlite(), TestDatabase::postgres().await] {
        let store = database.open().await;
        let (organisation, _, _, conversation) = talk(&store).await;
        say(&organisation, conversation, words("kept")).await.expect("is stored");
        store.close().await;
        let store = database.open().await;
        let organisation = store.organisation(organisation.id());
        let mut tx = organisation.read().await.expect("reads");
        assert_eq!(tx.messages_after(conversation, 0, 10).await.expect("reads").len(), 1);
        drop(tx);
        store.close().await;
    }
}

#[tokio::test]
async fn no_organisation_sees_the_rows_of_another() {
    both(|store| async move {
        let (ours, site, visitor, conversation) = talk(&store).await;
        say(&ours, conversation, words("secret")).await.expect("is stored");
        let (theirs, ..) = talk(&store).await;
        let mut tx = theirs.write().await.expect("writes");
        assert!(tx.lock_conversation(conversation).await.expect("reads").is_none());
        assert!(tx.row(conversation).await.expect("reads").is_none());
        assert!(tx.visitor(visitor).await.expect("reads").is_none());
        assert!(tx.visitor_by_token(site, visitor.0.as_bytes()).await.expect("reads").is_none());
        assert!(tx.lock_visitor(site, visitor.0.as_bytes(), NOW).await.expect("reads").is_none());
        assert!(tx.lock_client(site, "anna", NOW).await.expect("reads").is_none());
        assert!(tx.latest_conversation(visitor).await.expect("reads").is_none());
        tx.merge_visitor(visitor, visitor).await.expect("changes nothing");
        tx.merge_conversation(conversation, conversation).await.expect("changes nothing");
        assert!(tx.messages_after(conversation, 0, 10).await.expect("reads").is_empty());
        assert!(!tx.mark_read(conversation, Author::Agent, 1).await.expect("reads"));
        assert!(tx.append(conversation, words("intruder")).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn the_inbox_shows_who_waits_longest_first() {
    both(|store| async move {
        let (organisation, site, _, first) = talk(&store).await;
        let me = operator(&format!("{}@example.com", Uuid::new_v4()));
        let (second, visitor) = (ConversationId(Uuid::new_v4()), VisitorId(Uuid::new_v4()));
        let mut tx = organisation.write().await.expect("writes");
        assert!(tx.insert_operator(&me).await.expect("inserts"));
        let number = tx.next_visitor_number().await.expect("counts");
        tx.insert_visitor(&person(&visitor, site, number, None)).await.expect("inserts");
        let new = NewConversation { id: second, site, visitor, department: None, at: NOW };
        tx.insert_conversation(&new).await.expect("inserts");
        for (conversation, waits) in [(first, 5), (second, 9)] {
            tx.append(conversation, words("hello")).await.expect("is stored");
            tx.start_waiting(conversation, NOW.plus_ms(-waits)).await.expect("is stored");
            tx.start_waiting(conversation, NOW).await.expect("the first moment stays");
        }
        tx.commit().await.expect("commits");
        let list = async |filter| {
            let mut tx = organisation.read().await.expect("reads");
            let rows = tx.inbox(filter, Reader { me: me.id, sees_all: true }, 10).await.expect("reads");
            rows.into_iter().map(|row| row.talk.id).collect::<Vec<_>>()
        };
        assert_eq!(list(Filter::All).await, [second, first]);
        assert_eq!(list(Filter::Unassigned).await, [second, first]);
        assert_eq!(list(Filter::Mine).await, []);
        let mut tx = organisation.write().await.expect("writes");
        tx.set_conversation_state(second, Status::Open, Some(me.id)).await.expect("is stored");
        tx.stop_waiting(second).await.expect("is stored");
        tx.set_conversation_state(first, Status::Closed, None).await.expect("is stored");
        assert!(tx.mark_read(second, Author::Agent, 1).await.expect("is stored"));
        assert!(!tx.mark_read(second, Author::Agent, 1).await.expect("is stored"), "it stood there already");
        assert!(!tx.mark_read(second, Author::Client, 2).await.expect("is stored"), "there is no such line");
        let row = tx.row(second).await.expect("reads").expect("is there");
        assert_eq!((row.unread, row.talk.agent_read, row.waiting_since), (0, 1, None));
        assert_eq!(row.talk.operator, Some(me.face()));
        let counts = tx.counts(Reader { me: me.id, sees_all: true }).await.expect("reads");
        assert_eq!((counts.mine, counts.unassigned, counts.all), (1, 0, 1));
        tx.commit().await.expect("commits");
        assert_eq!(list(Filter::Mine).await, [second]);
        assert_eq!(list(Filter::Unassigned).await, []);
        assert_eq!(list(Filter::Closed).await, [first]);
    })
    .await;
}

#[tokio::test]
async fn unassigned_conversations_of_a_department_are_its_members_business() {
    both(|store| async move {
        let (organisation, site, visitor, nobodys) = talk(&store).await;
        let (theirs, _, _, _) = talk(&store).await;
        let me = operator(&format!("{}@example.com", Uuid::new_v4()));
        let department = |number: i64, name: &str| Department {
            id: DepartmentId(Uuid::new_v4()),
            public_id: name.to_lowercase(),
            number,
            name: name.to_owned(),
        };
        let (sales, care) = (department(1, "Sales"), department(2, "Care"));
        let mut tx = organisation.write().await.expect("writes");
        assert!(tx.insert_operator(&me).await.expect("inserts"));
        tx.append(nobodys, words("hello")).await.expect("is stored");
        let mut of = BTreeMap::new();
        for department in [&care, &sales] {
            tx.put_department(department).await.expect("is stored");
            let id = ConversationId(Uuid::new_v4());
            let new = NewConversation { id, site, visitor, department: Some(department.id), at: NOW };
            tx.insert_conversation(&new).await.expect("inserts");
            tx.append(id, words("hello")).await.expect("is stored");
            of.insert(department.id, id);
        }
        assert_eq!(tx.departments().await.expect("reads"), [sales.clone(), care.clone()]);
        tx.set_members(care.id, &[me.id]).await.expect("is stored");
        tx.set_members(sales.id, &[me.id, me.id]).await.expect("is stored");
        assert_eq!(tx.departments_of(me.id).await.expect("reads"), [sales.clone(), care.clone()]);
        tx.set_members(care.id, &[]).await.expect("is stored");
        assert_eq!(tx.members(sales.id).await.expect("reads"), [me.id]);
        assert!(tx.members(care.id).await.expect("reads").is_empty());
        let row = tx.row(of[&care.id]).await.expect("reads").expect("is there");
        assert_eq!(row.department.as_deref(), Some("Care"));
        for (sees_all, expected) in
            [(false, vec![nobodys, of[&sales.id]]), (true, vec![nobodys, of[&sales.id], of[&care.id]])]
        {
            let reader = Reader { me: me.id, sees_all };
            let rows = tx.inbox(Filter::Unassigned, reader, 10).await.expect("reads");
            let found: BTreeSet<_> = rows.iter().map(|row| row.talk.id).collect();
            assert_eq!(found, expected.iter().copied().collect());
            assert_eq!(tx.inbox(Filter::All, reader, 10).await.expect("reads").len(), 3);
            let counts = tx.counts(reader).await.expect("reads");
            assert_eq!((counts.unassigned, counts.all), (i64::try_from(expected.len()).expect("few"), 3));
        }
        let same_name = Department { name: "Sales".to_owned(), ..department(3, "Other") };
        assert!(matches!(tx.put_department(&same_name).await, Err(Error::Conflict(_))));
        drop(tx);
        let mut tx = theirs.write().await.expect("writes");
        assert!(tx.departments().await.expect("reads").is_empty());
        assert!(tx.departments_of(me.id).await.expect("reads").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_deleted_department_leaves_its_conversations_and_another_organisations_alone() {
    both(|store| async move {
        let (ours, site, visitor, _) = talk(&store).await;
        let (theirs, ..) = talk(&store).await;
        let id = DepartmentId(Uuid::new_v4());
        let (public_id, name) = ("sales".to_owned(), "Sales".to_owned());
        let sales = Department { id, public_id, number: 1, name };
        let member = operator("tom@ours.example");
        let conversation = ConversationId(Uuid::new_v4());
        let mut tx = ours.write().await.expect("writes");
        tx.lock_departments().await.expect("locks");
        tx.put_department(&sales).await.expect("stores");
        assert!(tx.insert_operator(&member).await.expect("inserts"));
        tx.set_members(id, &[member.id]).await.expect("stores");
        let new = NewConversation { id: conversation, site, visitor, department: Some(id), at: NOW };
        tx.insert_conversation(&new).await.expect("inserts");
        tx.commit().await.expect("commits");

        let mut tx = theirs.write().await.expect("writes");
        tx.delete_department(id).await.expect("deletes nothing");
        assert!(tx.operators().await.expect("reads").is_empty());
        tx.commit().await.expect("commits");
        let mut tx = ours.write().await.expect("writes");
        assert_eq!(tx.department("sales").await.expect("reads"), Some(sales));
        assert_eq!(tx.members(id).await.expect("reads"), [member.id]);
        assert_eq!(
            tx.operators().await.expect("reads").iter().map(|o| o.id).collect::<Vec<_>>(),
            [member.id]
        );
        let before = tx.row(conversation).await.expect("reads").expect("is there");
        assert_eq!(before.department.as_deref(), Some("Sales"));

        tx.delete_department(id).await.expect("deletes");
        tx.commit().await.expect("commits");
        let mut tx = ours.read().await.expect("reads");
        assert_eq!(tx.departments().await.expect("reads"), []);
        assert_eq!(tx.members(id).await.expect("reads"), []);
        let after = tx.row(conversation).await.expect("reads").expect("is there");
        assert_eq!((after.department, after.talk.version), (None, before.talk.version + 1));
    })
    .await;
}

#[tokio::test]
async fn a_person_is_one_visitor_of_a_site_however_many_tokens_lead_there() {
    both(|store| async move {
        let (organisation, site, visitor, conversation) = talk(&store).await;
        let (other, second) = (VisitorId(Uuid::new_v4()), ConversationId(Uuid::new_v4()));
        let [phone, laptop] = [Uuid::new_v4(), Uuid::new_v4()];
        let mut tx = organisation.write().await.expect("writes");
        tx.lock_visitors().await.expect("locks");
        let number = tx.next_visitor_number().await.expect("counts");
        tx.insert_visitor(&person(&other, site, number, Some("anna"))).await.expect("inserts");
        let known = tx.lock_client(site, "anna", NOW).await.expect("reads").expect("is there");
        assert_eq!((known.id, known.proven_at), (other, None));
        let proven = Data([("name".to_owned(), "Anna".to_owned())].into());
        tx.set_identity(other, Some("anna"), Some(NOW), &proven).await.expect("is stored");
        let said = Data([("name", "Eve"), ("plan", "pro")].map(|(k, v)| (k.to_owned(), v.to_owned())).into());
        tx.set_visitor_data(other, &said, &Profile::default()).await.expect("is stored");
        for token in [&phone, &laptop, &phone] {
            tx.bind_token(site, token.as_bytes(), other, NOW).await.expect("is stored");
            let found = tx.lock_visitor(site, token.as_bytes(), NOW).await.expect("reads").expect("is there");
            assert_eq!(
                (found.id, found.client_id.as_deref(), found.proven_at),
                (other, Some("anna"), Some(NOW))
            );
            assert_eq!(found.known().known("name"), Some("Anna"), "what is proven wins");
            assert_eq!(found.known().known("plan"), Some("pro"));
        }
        tx.forget_tokens(other, laptop.as_bytes()).await.expect("is gone");
        assert!(tx.visitor_by_token(site, phone.as_bytes()).await.expect("reads").is_none());
        assert!(tx.visitor_by_token(site, laptop.as_bytes()).await.expect("reads").is_some());

        let new = NewConversation { id: second, site, visitor: other, department: None, at: NOW };
        tx.insert_conversation(&new).await.expect("inserts");
        for (whose, at, url) in [(visitor, 1, "a"), (visitor, 2, "b"), (other, 2, "c")] {
            let page = PageView { url: url.to_owned(), title: String::new(), at: NOW.plus_ms(at) };
            tx.insert_page_view(whose, &page).await.expect("is stored");
        }
        tx.merge_visitor(visitor, other).await.expect("merges");
        assert!(tx.visitor(visitor).await.expect("reads").is_none());
        assert!(tx.visitor_by_token(site, visitor.0.as_bytes()).await.expect("reads").is_none());
        for id in [conversation, second] {
            let row = tx.row(id).await.expect("reads").expect("is there");
            assert_eq!((row.visitor, row.name.as_deref()), (other, Some("Anna")));
        }
        let pages: Vec<_> = tx.page_views(other).await.expect("reads").into_iter().map(|p| p.url).collect();
        assert_eq!(pages, ["c", "a"]);
        tx.commit().await.expect("commits");

        let mut tx = organisation.write().await.expect("writes");
        let twice = VisitorId(Uuid::new_v4());
        let number = tx.next_visitor_number().await.expect("counts");
        let again = tx.insert_visitor(&person(&twice, site, number, Some("anna"))).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn of_two_conversations_one_has_all_lines_and_the_other_leads_there() {
    both(|store| async move {
        let (organisation, site, visitor, kept) = talk(&store).await;
        let [taken, first] = [(); 2].map(|()| ConversationId(Uuid::new_v4()));
        let mut tx = organisation.write().await.expect("writes");
        for id in [taken, first] {
            let new = NewConversation { id, site, visitor, department: None, at: NOW };
            tx.insert_conversation(&new).await.expect("inserts");
        }
        tx.commit().await.expect("commits");
        for (conversation, text) in [(first, "a"), (kept, "b"), (taken, "c"), (kept, "d"), (taken, "e")] {
            say(&organisation, conversation, words(text)).await.expect("is stored");
        }
        let mut tx = organisation.write().await.expect("writes");
        let before = tx.messages_after(taken, 0, 9).await.expect("reads");
        assert!(tx.mark_read(kept, Author::Agent, 2).await.expect("marks"));
        assert!(tx.mark_read(kept, Author::Client, 1).await.expect("marks"));
        tx.set_conversation_state(kept, Status::Closed, None).await.expect("closes");
        assert!(tx.mark_read(taken, Author::Agent, 1).await.expect("marks"));
        tx.start_waiting(taken, NOW).await.expect("waits");
        // One after the other: whoever knows the first is led to the last at once.
        tx.merge_conversation(first, taken).await.expect("merges");
        tx.merge_conversation(taken, kept).await.expect("merges");
        tx.commit().await.expect("commits");

        let mut tx = organisation.write().await.expect("writes");
        let lines = tx.messages_after(kept, 0, 9).await.expect("reads");
        let found: Vec<_> = lines.iter().map(|line| (line.seq, line.text.as_str())).collect();
        assert_eq!(found, [(1, "b"), (2, "d"), (3, "c"), (4, "e"), (5, "a")]);
        assert_eq!((lines[2].id, lines[2].client_id), (before[0].id, before[0].client_id));
        for id in [first, taken, kept] {
            assert_eq!(tx.lock_conversation(id).await.expect("reads").map(|state| state.id), Some(kept));
            let row = tx.row(id).await.expect("reads").expect("is there");
            let talk = &row.talk;
            assert_eq!((talk.id, talk.seq, talk.status), (kept, 5, Status::Open));
            assert_eq!((talk.agent_read, talk.client_read, row.unread), (3, 1, 2));
            assert_eq!((row.waiting_since, row.last_text.as_str()), (Some(NOW), "a"));
        }
        assert_eq!(tx.latest_conversation(visitor).await.expect("reads").map(|state| state.id), Some(kept));
        let reader = Reader { me: OperatorId(Uuid::new_v4()), sees_all: true };
        let rows = tx.inbox(Filter::All, reader, 10).await.expect("reads");
        assert_eq!(rows.iter().map(|row| row.talk.id).collect::<Vec<_>>(), [kept]);
        assert_eq!(tx.counts(reader).await.expect("counts").all, 1);
        let next = tx.append(kept, words("f")).await.expect("is stored");
        assert_eq!(next.seq, 6);
    })
    .await;
}

#[tokio::test]
async fn sessions_end_when_they_are_ended_and_when_the_password_changes() {
    both(|store| async move {
        let (organisation, ..) = talk(&store).await;
        let me = operator(&format!("{}@example.com", Uuid::new_v4()));
        let mut tx = organisation.write().await.expect("writes");
        assert!(tx.insert_operator(&me).await.expect("inserts"));
        assert!(
            !tx.insert_operator(&Operator { id: OperatorId(Uuid::new_v4()), ..me.clone() })
                .await
                .expect("asks")
        );
        let tokens = [Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4()];
        for token in &tokens {
            tx.insert_session(token.as_bytes(), me.id, NOW).await.expect("is stored");
        }
        tx.commit().await.expect("commits");
        let session =
            store.directory().session(tokens[0].as_bytes()).await.expect("reads").expect("is there");
        assert_eq!((session.organisation, session.operator), (organisation.id(), me.id));
        assert_eq!(
            store.directory().organisation_by_email(&me.email).await.expect("reads"),
            Some(organisation.id())
        );
        let mut tx = organisation.write().await.expect("writes");
        tx.delete_session(tokens[0].as_bytes()).await.expect("is gone");
        tx.commit().await.expect("commits");
        assert!(store.directory().session(tokens[0].as_bytes()).await.expect("reads").is_none());
        assert!(store.directory().session(tokens[1].as_bytes()).await.expect("reads").is_some());
        let mut tx = organisation.write().await.expect("writes");
        tx.set_password(me.id, "$new$").await.expect("is stored");
        tx.commit().await.expect("commits");
        assert!(store.directory().session(tokens[1].as_bytes()).await.expect("reads").is_none());
    })
    .await;
}

#[tokio::test]
async fn a_vendors_id_finds_the_site_and_can_not_be_taken_by_another_organisation() {
    both(|store| async move {
        let (organisation, site, ..) = talk(&store).await;
        let (stranger, theirs, ..) = talk(&store).await;
        let vendor_id = Uuid::new_v4().to_string();
        let mut tx = organisation.write().await.expect("writes");
        tx.put_vendor_id(site, "jivo", &vendor_id).await.expect("is stored");
        tx.put_vendor_id(site, "jivo", &vendor_id).await.expect("twice is fine");
        tx.commit().await.expect("commits");
        let mut tx = stranger.write().await.expect("writes");
        assert!(matches!(tx.put_vendor_id(theirs, "jivo", &vendor_id).await, Err(Error::Conflict(_))));
        drop(tx);
        let found = store.directory().site(&vendor_id).await.expect("reads").expect("is there");
        assert_eq!((found.organisation, found.site.id), (organisation.id(), site));
        assert!(store.directory().site("nobody").await.expect("reads").is_none());
    })
    .await;
}

#[tokio::test]
async fn the_latest_twenty_pages_are_kept() {
    both(|store| async move {
        let (organisation, _, visitor, _) = talk(&store).await;
        let mut tx = organisation.write().await.expect("writes");
        for n in 0..25 {
            let page =
                PageView { url: format!("https://a.example/{n}"), title: n.to_string(), at: NOW.plus_ms(n) };
            tx.insert_page_view(visitor, &page).await.expect("is stored");
        }
        let again =
            PageView { url: "https://a.example/20".into(), title: "again".into(), at: NOW.plus_ms(99) };
        tx.insert_page_view(visitor, &again).await.expect("is stored");
        let titles: Vec<String> =
            tx.page_views(visitor).await.expect("reads").into_iter().map(|p| p.title).collect();
        assert_eq!(titles.len(), 20);
        assert_eq!(titles[..3], ["again", "24", "23"]);
        tx.commit().await.expect("commits");
    })
    .await;
}

#[tokio::test]
async fn unknown_schemes_are_refused_and_nothing_is_created() {
    let folder = std::env::temp_dir().join(Uuid::new_v4().to_string());
    let url = format!("mysql:{}", folder.display());
    let error = Store::open(&url).await.err().expect("is refused");
    assert!(error.to_string().contains("sqlite:FILE or postgres://"), "{error}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (TestDatabase::sqlite(), TestDatabase::postgres().await);
    sqlite.open().await.close().await;
    postgres.open().await.close().await;
    let pool = sqlx::SqlitePool::connect(&sqlite.url).await.expect("opens");
    let mut ours = BTreeSet::new();
    let tables =
        sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    for table in tables.fetch_all(&pool).await.expect("reads") {
        let table: String = table.get(0);
        let columns = sqlx::query(AssertSqlSafe(format!(
            "SELECT name, \"notnull\", type FROM pragma_table_info('{table}')"
        )));
        for column in columns.fetch_all(&pool).await.expect("reads") {
            let (name, required, kind): (String, bool, String) =
                (column.get(0), column.get(1), column.get(2));
            let kind = match (kind.as_str(), name.ends_with("_hash")) {
                ("BLOB", true) => "bytea",
                ("BLOB", false) => "uuid",
                ("BIGINT", _) => "bigint",
                ("BOOLEAN", _) => "boolean",
                _ => "text",
            };
            ours.insert((table.clone(), name.clone(), required, kind.to_owned()));
        }
    }
    let pool = sqlx::PgPool::connect(&postgres.url).await.expect("opens");
    let columns = sqlx::query(
        "SELECT table_name::text, column_name::text, is_nullable = 'NO', data_type::text \
         FROM information_schema.columns WHERE table_schema = 'public'",
    );
    let theirs: BTreeSet<(String, String, bool, String)> = columns
        .fetch_all(&pool)
        .await
        .expect("reads")
        .iter()
        .map(|c| (c.get(0), c.get(1), c.get(2), c.get(3)))
        .collect();
    let ignore = |set: BTreeSet<(String, String, bool, String)>| {
        set.into_iter().filter(|(table, ..)| table != "_sqlx_migrations").collect::<BTreeSet<_>>()
    };
    assert_eq!(ignore(ours), ignore(theirs));
}
