//! Visits, and rules that are tried on them.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::visit::{KEPT_MS, Seen, TRIED_MS};
use serde_json::json;
use service::{Operator, Service, apply::File, now, site::Site};
use store::{Store, Visit, testing::both};
use uuid::Uuid;

const FILE: &str = r#"
[organisation]
slug = "lamps"
name = "Lamps"

[[operators]]
email = "anna@lamps.example"
name = "Anna"
role = "admin"
password = "lamps in the long night"

[[operators]]
email = "tom@lamps.example"
name = "Tom"
password = "lamps in the long night"

[[sites]]
id = "lamps"
name = "Lamps"
domains = []

[[sites.rules]]
name = "Slow"
conditions = [{ condition = "time_on_page", comparator = "greater", value = 10 }, { condition = "page_url", comparator = "regexp", value = "lamps$" }]
commands = []

[[sites.rules]]
name = "Off"
enabled = false
conditions = [{ condition = "online", value = true }]
commands = []

[[sites.rules]]
name = "Told"
type = "any"
conditions = [{ condition = "custom_data", name = "plan", comparator = "not_equal", value = "pro" }, { condition = "online", value = true }]
commands = [{ command = "call_function", params = { name = "_upgrade" } }]

[[sites]]
id = "other"
name = "Other"
domains = []
"#;

struct World {
    store: Store,
    service: Service,
    site: Site,
    anna: Operator,
}

impl World {
    async fn new(store: Store) -> Self {
        let service = Service::new(store.clone());
        service.apply(&File::parse(FILE).expect("reads")).await.expect("applies");
        let site = service.site("lamps").await.expect("is there");
        let anna = Self::operator(&service, "anna").await;
        Self { store, service, site, anna }
    }

    async fn operator(service: &Service, name: &str) -> Operator {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (email, password) = (format!("{name}@lamps.example"), "lamps in the long night".to_owned());
        let session = service.log_in(&email, password, here).await.expect("logs in");
        service.operator(&session).await.expect("is in")
    }

    async fn record(&self, seen: &Seen) {
        self.service.record_visit(&self.site, seen).await.expect("is kept");
    }

    /// A page view of so long ago.
    async fn put(&self, seen: &Seen, ago: i64) {
        let mut tx = self.store.organisation(self.anna.organisation).write().await.expect("writes");
        let visit = Visit { at: now().plus_ms(-ago), seen: seen.clone() };
        tx.put_visit(self.site.id, &visit).await.expect("is kept");
        tx.commit().await.expect("commits");
    }

    /// Visits and firings of each rule, and pages in all.
    async fn tried(&self) -> (Vec<(usize, usize)>, usize) {
        let run = self.service.dry_run(&self.anna, "lamps").await.expect("is tried");
        (run.rules.iter().map(|rule| (rule.visits, rule.firings)).collect(), run.pages)
    }
}

/// A page that was there for so many seconds, of a visit.
fn page(visit: u128, url: &str, stay: i64, fired: &[&str]) -> Seen {
    let facts = json!({ "online": true, "page_url": url, "page_title": "Shop", "time_on_page": 0 });
    let seen = json!({
        "id": Uuid::new_v4(), "visit": Uuid::from_u128(visit), "facts": facts, "to_hour": 0, "stay": stay * 1000,
        "scroll": 0, "leaving": false, "fired": fired,
    });
    serde_json::from_value(seen).expect("is a page")
}

#[tokio::test]
async fn rules_are_tried_on_last_weeks_visits() {
    both(|store| async move {
        let world = World::new(store).await;
        let (lamps, chairs) = ("https://shop.example/lamps", "https://shop.example/chairs");
        for (visit, url, stay) in [(1, lamps, 11), (1, lamps, 60), (2, lamps, 10), (3, chairs, 60)] {
            world.record(&page(visit, url, stay, &[])).await;
        }
        assert_eq!(world.tried().await, (vec![(1, 2), (3, 4), (0, 0)], 4), "what is off is tried, too");
        let run = world.service.dry_run(&world.anna, "lamps").await.expect("is tried");
        assert_eq!((run.visits, run.rules[0].enabled, run.rules[1].enabled), (3, true, false));
        let untold: Vec<bool> = run.rules.iter().map(|rule| rule.untold).collect();
        assert_eq!(untold, [false, false, true], "no visit tells what its page has said");
        let [firing] = run.rules[0].latest.as_slice() else { panic!("one visit is shown once") };
        assert_eq!((firing.url.as_str(), firing.title.as_str(), firing.after), (lamps, "Shop", 10_001));

        world.put(&page(4, lamps, 60, &[]), TRIED_MS + 60_000).await;
        world.put(&page(5, lamps, 60, &[]), KEPT_MS + 60_000).await;
        assert_eq!(world.tried().await.1, 4, "older ones are not tried");
        world.service.forget_visits().await.expect("forgets");
        let mut tx = world.store.organisation(world.anna.organisation).read().await.expect("reads");
        let kept = tx.visits(world.site.id, now().plus_ms(-2 * KEPT_MS), 100).await.expect("reads");
        assert_eq!(kept.len(), 5, "the oldest is gone, the others are not");
        drop(tx);

        for number in 0..12 {
            world.record(&page(100 + number, lamps, 20, &[])).await;
        }
        let run = world.service.dry_run(&world.anna, "lamps").await.expect("is tried");
        assert_eq!((run.rules[0].visits, run.rules[0].latest.len()), (13, 10));
        let tom = World::operator(&world.service, "tom").await;
        assert!(
            world.service.dry_run(&tom, "lamps").await.is_err()
                && world.service.dry_run(&world.anna, "moon").await.is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_rule_that_fires_is_counted_once_a_page() {
    both(|store| async move {
        let world = World::new(store).await;
        let first = page(1, "https://shop.example/", 1, &["Slow", "Strange"]);
        world.record(&first).await;
        // The page tells again, more than before.
        world
            .record(&Seen { stay: 9000, fired: vec!["Slow".to_owned(), "Off".to_owned()], ..first.clone() })
            .await;
        world.record(&page(1, "https://shop.example/", 1, &["Slow"])).await;
        let counts = world.service.rule_counts(&world.site).await.expect("reads");
        assert_eq!(counts, [("Off".to_owned(), 1), ("Slow".to_owned(), 2)].into());
        let mut tx = world.store.organisation(world.anna.organisation).read().await.expect("reads");
        let kept = tx.visit(world.site.id, first.id).await.expect("reads").expect("is there");
        assert_eq!(kept.seen.stay, 9000);
        drop(tx);
        // Another site of the organisation has none of it.
        let other = world.service.site("other").await.expect("is there");
        assert!(world.service.rule_counts(&other).await.expect("reads").is_empty());
        world.service.record_visit(&other, &first).await.expect("is kept");
        assert_eq!(world.tried().await.1, 2);
    })
    .await;
}
