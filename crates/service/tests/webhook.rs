//! Webhooks that are switched off by themselves, and on again by somebody.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    WebhookId,
    visitor::{Change, Token},
    webhook::{PATIENCE_MS, State, Stop},
    wire::UpdateVisitor,
};
use service::{
    Operator, Service,
    apply::File,
    now,
    visitor::Client,
    webhook::{Draft, Parcel, Reply, Webhook},
};
use store::{Store, testing::both};

const FILE: &str = r#"
[organisation]
slug = "lamps"
name = "Lamps"

[[operators]]
email = "anna@lamps.example"
name = "Anna"
role = "admin"
password = "lamps in the long night"

[[sites]]
id = "lamps"
name = "Lamps"
domains = []

[[sites.webhooks]]
url = "https://crm.lamps.example/"
format = "usher"
"#;

struct World {
    store: Store,
    service: Service,
    anna: Operator,
}

impl World {
    async fn new(store: Store) -> Self {
        let service = Service::new(store.clone());
        service.apply(&File::parse(FILE).expect("reads")).await.expect("applies");
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let password = "lamps in the long night".to_owned();
        let session = service.log_in("anna@lamps.example", password, here).await.expect("logs in");
        let anna = service.operator(&session).await.expect("is in");
        Self { store, service, anna }
    }

    /// Something happens that webhooks are told.
    async fn happens(&self, number: u64) {
        let site = self.service.site("lamps").await.expect("is there");
        let fields = [("name".to_owned(), Some("Vera".to_owned()))].into();
        let change = Change { replace: false, fields };
        let update = UpdateVisitor { site: "lamps".to_owned(), change, ..UpdateVisitor::default() };
        let token = Token::parse(&format!("{number:0>43}")).expect("has the form");
        self.service.update_visitor(&site, &token, &update, &Client::default()).await.expect("is told");
    }

    async fn webhook(&self) -> Webhook {
        let all = self.service.webhooks_to_settle(&self.anna, "lamps").await.expect("reads");
        all.into_iter().next().expect("there is one")
    }

    /// What a courier would take now.
    async fn take(&self) -> Vec<Parcel> {
        let mut parcels = Vec::new();
        for due in self.service.due().await.expect("reads").0 {
            parcels.extend(self.service.take_parcels(due).await.expect("takes"));
        }
        parcels
    }

    async fn answer(&self, parcel: &Parcel, status: u16) {
        let reply = Reply { status: Some(status), ..Reply::default() };
        self.service.delivered(parcel, &reply, 0.5).await.expect("is noted");
    }

    /// Nothing was taken for so long.
    async fn fails_for(&self, ms: i64) {
        let webhook = Webhook { failing_since: Some(now().plus_ms(-ms)), ..self.webhook().await };
        let mut tx = self.store.organisation(self.anna.organisation).write().await.expect("writes");
        assert!(tx.update_webhook(&webhook).await.expect("updates"));
        tx.commit().await.expect("commits");
    }

    async fn save(&self, id: WebhookId, events: &[&str], enabled: bool) -> service::Result<()> {
        let Webhook { purpose, url, format, .. } = self.webhook().await;
        let events = events.iter().map(|event| (*event).to_owned()).collect();
        let draft = Draft { purpose, url, format, events, enabled };
        self.service.change_webhook(&self.anna, "lamps", id, draft).await
    }
}

#[tokio::test]
async fn whoever_says_gone_is_told_no_more_until_somebody_says_otherwise() {
    both(|store| async move {
        let world = World::new(store).await;
        world.happens(1).await;
        world.happens(2).await;
        let parcels = world.take().await;
        assert_eq!(parcels.len(), 2);
        world.answer(&parcels[0], 410).await;
        let webhook = world.webhook().await;
        assert_eq!((webhook.enabled, webhook.stopped), (false, Some(Stop::Gone)));
        // One that was under way has its end all the same; nothing new is told.
        world.answer(&parcels[1], 500).await;
        world.happens(3).await;
        assert!(world.take().await.is_empty());
        let log =
            async || world.service.webhook_log(&world.anna, "lamps", webhook.id).await.expect("reads").1;
        let states: Vec<_> = log().await.iter().map(|delivery| (delivery.state, delivery.status)).collect();
        assert!(states.len() == 2 && states.contains(&(State::Failed, Some(410))), "{states:?}");

        world.save(webhook.id, &["client_updated"], true).await.expect("is fine");
        let on = world.webhook().await;
        assert_eq!((on.enabled, on.stopped, on.failing_since), (true, None, None));
        let failed =
            log().await.into_iter().find(|delivery| delivery.state == State::Failed).expect("is there");
        world.service.resend(&world.anna, "lamps", on.id, failed.id).await.expect("is there");
        let again = world.take().await;
        assert_eq!(again.iter().map(|parcel| parcel.delivery.id).collect::<Vec<_>>(), [failed.id]);
        world.answer(&again[0], 204).await;
        assert!(log().await.iter().any(|delivery| (delivery.id, delivery.state) == (failed.id, State::Done)));
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_nothing_for_five_days_is_told_no_more() {
    both(|store| async move {
        let world = World::new(store).await;
        world.happens(1).await;
        // A minute is longer than the test.
        world.fails_for(PATIENCE_MS - 60_000).await;
        let parcel = world.take().await.remove(0);
        world.answer(&parcel, 500).await;
        let webhook = world.webhook().await;
        assert!(webhook.enabled && webhook.failing_since.is_some(), "there is still hope");

        world.happens(2).await;
        world.fails_for(PATIENCE_MS).await;
        let parcel = world.take().await.remove(0);
        world.answer(&parcel, 200).await;
        let webhook = world.webhook().await;
        assert_eq!((webhook.enabled, webhook.failing_since), (true, None), "one success is enough");

        world.happens(3).await;
        world.fails_for(PATIENCE_MS).await;
        let parcel = world.take().await.remove(0);
        world.answer(&parcel, 500).await;
        let webhook = world.webhook().await;
        assert_eq!((webhook.enabled, webhook.stopped), (false, Some(Stop::Silent)));
        world.save(webhook.id, &["client_updated"], true).await.expect("is fine");
        assert_eq!(world.webhook().await.failing_since, None, "it has five days again");
    })
    .await;
}

#[tokio::test]
async fn a_webhook_is_told_what_was_chosen_and_goes_with_its_log() {
    both(|store| async move {
        let world = World::new(store).await;
        let id = world.webhook().await.id;
        assert!(world.save(id, &[], true).await.is_err(), "nothing to be told is no webhook");
        world.save(id, &["chat_finished"], true).await.expect("is fine");
        world.happens(1).await;
        assert!(world.take().await.is_empty());
        world.save(id, &["chat_finished", "client_updated"], true).await.expect("is fine");
        world.happens(1).await;
        assert_eq!(world.take().await.len(), 1);
        let secret = world.webhook().await.secret;
        world.service.renew_webhook_secret(&world.anna, "lamps", id).await.expect("is there");
        assert_ne!(world.webhook().await.secret, secret);
        world.service.remove_webhook(&world.anna, "lamps", id).await.expect("is there");
        assert!(world.service.webhooks_to_settle(&world.anna, "lamps").await.expect("reads").is_empty());
        assert!(world.service.webhook_log(&world.anna, "lamps", id).await.is_err());
    })
    .await;
}
