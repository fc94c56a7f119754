//! What a page tells of its visitor beside contact data: attributes, custom data, the advertisement, a name of its own.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    Code, Refusal,
    attribute::{MAX_CALLS, Value},
    contact,
    conversation::Filter,
    custom_data::{Field, MAX_FIELDS},
    utm::Utm,
    visitor::{self, Card, Change, Known, Token},
    wire::UpdateVisitor,
};
use service::{Error, Operator, Service, apply::File, site::Site, visitor::Client, webhook::Reply};
use store::testing::both;

const FILE: &str = r#"
[organisation]
slug = "lamps"
name = "Lamps"

[[operators]]
email = "anna@lamps.example"
name = "Anna"
role = "admin"
password = "lamps in the long night"

[[attributes]]
id = "plan"
name = "Plan of the customer"
kind = "text"

[[attributes]]
id = "age"
name = "Age"
kind = "number"

[[sites]]
id = "lamps"
name = "Lamps"
domains = []
safe_domains = ["crm.lamps.example"]

[[sites.webhooks]]
url = "https://crm.lamps.example/hook"
format = "jivo"
"#;

/// A token as browsers make it, of a number.
fn token(number: u64) -> Token {
    Token::parse(&format!("{number:0>43}")).expect("has the form")
}

fn refused<T>(outcome: service::Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Failed(error)) => panic!("a refusal was expected, not {error}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

struct World {
    service: Service,
    anna: Operator,
    site: Site,
}

impl World {
    async fn new(store: store::Store) -> Self {
        let service = Service::new(store);
        service.apply(&File::parse(FILE).expect("reads")).await.expect("applies");
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = service
            .log_in("anna@lamps.example", "lamps in the long night".to_owned(), here)
            .await
            .expect("logs in");
        let anna = service.operator(&session).await.expect("is in");
        let site = service.site("lamps").await.expect("is there");
        Self { service, anna, site }
    }

    async fn tell(&self, update: UpdateVisitor) -> service::Result<i64> {
        let update = UpdateVisitor { site: "lamps".to_owned(), ..update };
        let updated = self.service.update_visitor(&self.site, &token(1), &update, &Client::default()).await?;
        Ok(updated.number)
    }

    /// What operators see once the visitor has said something.
    async fn card(&self) -> Card {
        let view = self.service.view(&self.site, Some(&token(1))).await.expect("reads");
        let visitor = view.visitor.expect("the visitor is known");
        self.service.card(&self.anna, visitor).await.expect("is there")
    }
}

fn attributes(pairs: &[(&str, Value)]) -> UpdateVisitor {
    let attributes = pairs.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
    UpdateVisitor { attributes: Some(attributes), ..UpdateVisitor::default() }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[tokio::test]
async fn a_visitor_has_a_number_from_the_first_word_about_them() {
    both(|store| async move {
        let world = World::new(store).await;
        let first = world.tell(UpdateVisitor::default()).await.expect("is told");
        assert_eq!((first, world.tell(UpdateVisitor::default()).await.expect("is told")), (1, 1));
        assert_eq!(world.card().await.number, 1);
        let inbox = world.service.inbox(&world.anna, Filter::All).await.expect("reads");
        assert!(inbox.rows.is_empty(), "nobody has written yet");
    })
    .await;
}

#[tokio::test]
async fn operators_see_attributes_by_their_names() {
    both(|store| async move {
        let world = World::new(store).await;
        let update =
            attributes(&[("plan", text("<b>pro</b>")), ("age", Value::Number(42.0)), ("moon", text("full"))]);
        world.tell(update).await.expect("is told");
        world.tell(attributes(&[("age", text("43"))])).await.expect("is told");
        let known = |name: &str, value: &str| Known { name: name.to_owned(), value: value.to_owned() };
        let expected = [known("Age", "42"), known("Plan of the customer", "<b>pro</b>")];
        assert_eq!(world.card().await.attributes, expected);
    })
    .await;
}

#[tokio::test]
async fn the_eleventh_call_within_an_hour_stores_nothing() {
    both(|store| async move {
        let world = World::new(store).await;
        for age in 1..=MAX_CALLS {
            let age = u32::try_from(age).expect("is small");
            world.tell(attributes(&[("age", Value::Number(age.into()))])).await.expect("is told");
        }
        let change = Change { replace: false, fields: [("name".to_owned(), Some("Eve".to_owned()))].into() };
        let update = UpdateVisitor { change, ..attributes(&[("age", Value::Number(99.0))]) };
        let refusal = refused(world.tell(update).await);
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("attributes")));
        let card = world.card().await;
        assert_eq!((card.attributes[0].value.as_str(), card.data.known("name")), ("10", None));
        world.tell(UpdateVisitor::default()).await.expect("all else goes on");
    })
    .await;
}

#[tokio::test]
async fn custom_data_are_replaced_and_lead_only_where_the_owner_says() {
    both(|store| async move {
        let world = World::new(store).await;
        let field = |content: &str, link: Option<&str>| Field {
            content: content.to_owned(),
            link: link.map(str::to_owned),
            ..Field::default()
        };
        let told =
            |fields: Vec<Field>| UpdateVisitor { custom_data: Some(fields), ..UpdateVisitor::default() };
        world.tell(told(vec![field("old", None)])).await.expect("is told");
        let crm = Some("https://crm.lamps.example/7");
        let fields = vec![
            field("User balance: $56", None),
            field("Open profile", crm),
            field("Prize", Some("https://evil.example/")),
        ];
        world.tell(told(fields)).await.expect("is told");
        world.tell(UpdateVisitor::default()).await.expect("silence changes nothing");
        let expected = [field("User balance: $56", None), field("Open profile", crm), field("Prize", None)];
        assert_eq!(world.card().await.custom_data, expected);

        let refusal = refused(world.tell(told(vec![field("x", None); MAX_FIELDS + 1])).await);
        assert_eq!(refusal.field.as_deref(), Some("custom_data"));
        assert_eq!(world.card().await.custom_data, expected);
        world.tell(told(Vec::new())).await.expect("is told");
        assert!(world.card().await.custom_data.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_first_advertisement_is_the_one() {
    both(|store| async move {
        let world = World::new(store).await;
        let from = |source: &str| {
            let utm = Utm { source: Some(source.to_owned()), ..Utm::default() };
            UpdateVisitor { utm: Some(utm), ..UpdateVisitor::default() }
        };
        for update in [UpdateVisitor::default(), from(" "), from("google"), from("bing")] {
            world.tell(update).await.expect("is told");
        }
        assert_eq!(world.card().await.utm.source.as_deref(), Some("google"));
    })
    .await;
}

#[tokio::test]
async fn the_sites_own_name_of_a_visitor_is_no_operators_business() {
    both(|store| async move {
        let world = World::new(store).await;
        let named =
            |token: &str| UpdateVisitor { user_token: Some(token.to_owned()), ..UpdateVisitor::default() };
        world.tell(named("a-secret-name")).await.expect("is told");
        for wrong in ["", " ", &"x".repeat(4001)] {
            assert_eq!(refused(world.tell(named(wrong)).await).field.as_deref(), Some("user_token"));
        }
        let card = world.card().await;
        assert!(!format!("{card:?}").contains("a-secret-name"), "{card:?}");
    })
    .await;
}

/// Two who write into different fields at once both have their way, and every word of it reaches the page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operators_who_write_at_once_do_not_undo_each_other() {
    both(|store| async move {
        let world = World::new(store).await;
        world.tell(UpdateVisitor::default()).await.expect("is known");
        let visitor = world.card().await.id;
        for round in 0..20 {
            let (name, email) = (format!("Vera {round}"), format!("vera{round}@lamps.example"));
            let (first, second) = tokio::join!(
                world.service.edit_contact(&world.anna, visitor, contact::Field::Name, &name),
                world.service.edit_contact(&world.anna, visitor, contact::Field::Email, &email),
            );
            first.expect("is stored");
            second.expect("is stored");
            let data = world.card().await.data;
            assert_eq!(
                [data.known("name"), data.known("email")],
                [Some(name.as_str()), Some(email.as_str())]
            );
        }
    })
    .await;
}

#[tokio::test]
async fn customers_servers_are_told_what_an_operator_has_changed_and_of_nothing_else() {
    both(|store| async move {
        let world = World::new(store).await;
        world.tell(UpdateVisitor::default()).await.expect("is known");
        let visitor = world.card().await.id;
        let events = async || {
            let (due, _) = world.service.due().await.expect("reads");
            let mut events = Vec::new();
            for due in due {
                for parcel in world.service.take_parcels(due).await.expect("takes") {
                    let taken = Reply { status: Some(200), ..Reply::default() };
                    world.service.delivered(&parcel, &taken, 0.5).await.expect("is stored");
                    events.push(parcel.delivery.event);
                }
            }
            events
        };
        let write = async |text: &str| {
            world
                .service
                .edit_contact(&world.anna, visitor, contact::Field::Name, text)
                .await
                .expect("is stored");
        };
        write("").await;
        assert!(events().await.is_empty(), "nothing was known, and nothing is");
        write("Vera").await;
        assert_eq!(events().await, ["client_updated"]);
        write("Vera").await;
        assert!(events().await.is_empty(), "it is known already");
    })
    .await;
}

#[tokio::test]
async fn a_visitor_with_as_many_fields_as_are_kept_takes_no_other_one() {
    both(|store| async move {
        let world = World::new(store).await;
        let fields = (0..visitor::MAX_FIELDS).map(|n| (n.to_string(), Some(String::new()))).collect();
        let change = Change { replace: true, fields };
        world.tell(UpdateVisitor { change, ..UpdateVisitor::default() }).await.expect("fits");
        let visitor = world.card().await.id;
        let edit = world.service.edit_contact(&world.anna, visitor, contact::Field::Phone, "+4721000000");
        let refusal = refused(edit.await);
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::TooLong, Some("phone")));
    })
    .await;
}
