//! The outbox: what is to be told is told in order, and by one at a time.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use domain::{
    DeliveryId, OrganisationId, SiteId, Timestamp, WebhookId,
    site::Settings,
    webhook::{Format, Purpose, State},
};
use futures::future::join_all;
use store::{Attempt, Delivery, Due, NewDelivery, Organisation, Site, Store, Webhook, testing::both};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_242_441_000);
const LEASE: i64 = 60_000;

struct World {
    store: Store,
    organisation: Organisation,
    webhook: Webhook,
}

impl World {
    async fn new(store: &Store) -> Self {
        let organisation = store.organisation(OrganisationId(Uuid::new_v4()));
        let slug = organisation.id().to_string();
        let site = SiteId(Uuid::new_v4());
        let mut tx = organisation.write().await.expect("writes");
        assert!(tx.insert_organisation(&slug, "Nordlys", NOW).await.expect("inserts"));
        let settings = Settings::default();
        let row = Site {
            id: site,
            public_id: slug,
            name: "Shop".to_owned(),
            settings,
            has_bot: false,
            created_at: NOW,
        };
        tx.insert_site(&row).await.expect("inserts");
        let webhook = Webhook {
            id: WebhookId(Uuid::new_v4()),
            site,
            purpose: Purpose::Events,
            format: Format::Jivo,
            url: "https://crm.example/".to_owned(),
            secret: String::new(),
            events: String::new(),
            enabled: true,
            failing_since: None,
            stopped: None,
            created_at: NOW,
        };
        tx.insert_webhook(&webhook).await.expect("inserts");
        tx.commit().await.expect("commits");
        Self { store: store.clone(), organisation, webhook }
    }

    async fn tell(&self, subject: Uuid, body: &str) -> DeliveryId {
        let id = DeliveryId(Uuid::new_v4());
        let mut tx = self.organisation.write().await.expect("writes");
        let new = NewDelivery { id, webhook: self.webhook.id, subject, event: "chat_updated", body, at: NOW };
        tx.insert_delivery(&new).await.expect("inserts");
        tx.commit().await.expect("commits");
        id
    }

    async fn claim(&self, at: i64) -> Vec<Delivery> {
        let (now, until) = (NOW.plus_ms(at), NOW.plus_ms(at + LEASE));
        let mut tx = self.organisation.write().await.expect("writes");
        let claimed = tx.claim_deliveries(self.webhook.id, now, until, 10).await.expect("claims");
        tx.commit().await.expect("commits");
        claimed
    }

    async fn end(&self, delivery: &Delivery, state: State, due: i64) -> bool {
        let attempt = Attempt { state, due_at: NOW.plus_ms(due), status: Some(200), error: "", at: NOW };
        let mut tx = self.organisation.write().await.expect("writes");
        let ended = tx.end_attempt(delivery.id, delivery.attempts, &attempt).await.expect("updates");
        tx.commit().await.expect("commits");
        ended
    }
}

fn bodies(deliveries: &[Delivery]) -> Vec<&str> {
    let mut bodies: Vec<&str> = deliveries.iter().map(|delivery| delivery.body.as_str()).collect();
    bodies.sort_unstable();
    bodies
}

#[tokio::test]
async fn of_one_subject_one_is_told_after_the_other_and_others_do_not_wait() {
    both(|store| async move {
        let world = World::new(&store).await;
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        for (subject, body) in [(a, "a1"), (a, "a2"), (b, "b1")] {
            world.tell(subject, body).await;
        }
        let claimed = world.claim(0).await;
        assert_eq!(bodies(&claimed), ["a1", "b1"]);
        assert!(
            world.claim(0).await.is_empty(),
            "what is under way is nobody else's, and holds back what follows"
        );
        let [a1, b1] = ["a1", "b1"]
            .map(|body| claimed.iter().find(|delivery| delivery.body == body).expect("is claimed"));
        // Not now: what follows waits as well.
        assert!(world.end(a1, State::Waiting, 5000).await);
        assert!(world.claim(4999).await.is_empty());
        assert!(world.end(b1, State::Done, 0).await);
        let directory = store.directory();
        assert!(
            directory.due(NOW.plus_ms(4999), 10).await.expect("reads").is_empty(),
            "nobody need look before"
        );
        assert_eq!(directory.next_due().await.expect("reads"), Some(NOW.plus_ms(5000)));
        assert_eq!(directory.due(NOW.plus_ms(5000), 10).await.expect("reads").len(), 1);
        let again = world.claim(5000).await;
        assert_eq!((bodies(&again), again[0].attempts), (vec!["a1"], 2));
        assert!(world.end(&again[0], State::Done, 0).await);
        assert_eq!(bodies(&world.claim(5000).await), ["a2"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_come_back_is_replaced_and_has_nothing_to_say_any_more() {
    both(|store| async move {
        let world = World::new(&store).await;
        world.tell(Uuid::new_v4(), "a").await;
        let lost = world.claim(0).await;
        assert!(world.claim(LEASE - 1).await.is_empty());
        let found = world.claim(LEASE).await;
        assert_eq!((lost[0].attempts, found[0].attempts), (1, 2));
        assert!(!world.end(&lost[0], State::Failed, 0).await);
        assert!(world.end(&found[0], State::Done, 0).await);
        assert!(!world.end(&found[0], State::Done, 0).await, "it has ended");
    })
    .await;
}

#[tokio::test]
async fn of_many_who_take_at_once_one_gets_it() {
    both(|store| async move {
        let world = World::new(&store).await;
        for number in 0..20 {
            world.tell(Uuid::new_v4(), &format!("{number:02}")).await;
        }
        let claims = join_all((0..8).map(|_| world.claim(0))).await;
        let all: Vec<Delivery> = claims.into_iter().flatten().collect();
        let expected: Vec<String> = (0..20).map(|number| format!("{number:02}")).collect();
        assert_eq!(bodies(&all), expected);
    })
    .await;
}

#[tokio::test]
async fn what_is_due_is_known_without_knowing_whose_it_is() {
    both(|store| async move {
        let (ours, theirs) = (World::new(&store).await, World::new(&store).await);
        let directory = store.directory();
        assert_eq!(directory.next_due().await.expect("reads"), None);
        ours.tell(Uuid::new_v4(), "ours").await;
        theirs.tell(Uuid::new_v4(), "theirs").await;
        let due = directory.due(NOW, 10).await.expect("reads");
        let known = |world: &World| Due { organisation: world.organisation.id(), webhook: world.webhook.id };
        assert!(due.len() == 2 && due.contains(&known(&ours)) && due.contains(&known(&theirs)));
        assert_eq!(directory.next_due().await.expect("reads"), Some(NOW));

        // A webhook that is off is told nothing, and another organisation can not even ask for it.
        let mut tx = theirs.organisation.write().await.expect("writes");
        let off = Webhook { enabled: false, ..theirs.webhook.clone() };
        assert!(tx.update_webhook(&off).await.expect("updates"));
        assert!(!tx.update_webhook(&ours.webhook).await.expect("updates"));
        assert!(tx.claim_deliveries(ours.webhook.id, NOW, NOW, 10).await.expect("claims").is_empty());
        assert!(tx.deliveries(ours.webhook.id, 10).await.expect("reads").is_empty());
        assert_eq!(tx.webhook(ours.webhook.id).await.expect("reads"), None);
        tx.commit().await.expect("commits");
        assert_eq!(directory.due(NOW, 10).await.expect("reads"), [known(&ours)]);
        ours.claim(0).await;
        assert_eq!(directory.next_due().await.expect("reads"), Some(NOW.plus_ms(LEASE)));
        assert!(ours.store.directory().due(NOW, 10).await.expect("reads").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_delivery_can_be_sent_once_more() {
    both(|store| async move {
        let world = World::new(&store).await;
        let id = world.tell(Uuid::new_v4(), "a").await;
        let claimed = world.claim(0).await;
        assert!(world.end(&claimed[0], State::Failed, 0).await);
        assert!(world.claim(LEASE).await.is_empty());
        let mut tx = world.organisation.write().await.expect("writes");
        assert!(tx.resend(world.webhook.id, id, NOW).await.expect("updates"));
        assert!(!tx.resend(WebhookId(Uuid::new_v4()), id, NOW).await.expect("updates"));
        tx.commit().await.expect("commits");
        let again = world.claim(0).await;
        assert_eq!((again[0].id, again[0].attempts, again[0].state), (id, 1, State::Waiting));
        let mut tx = world.organisation.read().await.expect("reads");
        assert_eq!(tx.deliveries(world.webhook.id, 10).await.expect("reads").len(), 1);
    })
    .await;
}
