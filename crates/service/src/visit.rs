//! Visits: kept for a while, so that rules can be tried on them before anybody is bothered.

use std::collections::{BTreeMap, HashSet};

use domain::{
    Refusal, Timestamp,
    rule::{Condition, Rule, Value},
    visit::{KEPT_MS, Seen, TRIED_MS},
};
use store::Visit;

use crate::{Operator, Result, Service, now, rule::Patterns, site::Site};

/// As many page views are tried at most, the newest ones.
const MOST: i64 = 10_000;
/// Visits that are shown of each rule.
const SHOWN: usize = 10;

/// What rules would have done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DryRun {
    /// Visits that they were tried on.
    pub visits: usize,
    /// Pages of these visits.
    pub pages: usize,
    /// There were more than could be tried.
    pub cut: bool,
    /// One of each rule, in their order.
    pub rules: Vec<Tried>,
}

/// What one rule would have done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tried {
    /// What people call it.
    pub name: String,
    /// Whether it does anything now.
    pub enabled: bool,
    /// It looks at what pages say of their visitors, which no visit tells.
    pub untold: bool,
    /// Visits in which it would have fired.
    pub visits: usize,
    /// How often in all of them, at most once per page.
    pub firings: usize,
    /// The newest of those visits, by the last page of each on which it would have fired.
    pub latest: Vec<Firing>,
}

/// Where and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Firing {
    /// When the page was opened.
    pub at: Timestamp,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// How long after that, in milliseconds.
    pub after: i64,
}

impl Service {
    /// A page tells what rules could see on it. What it tells of rules that the site does not have is not counted.
    ///
    /// # Errors
    /// `invalid`, field `facts`.
    pub async fn record_visit(&self, site: &Site, seen: &Seen) -> Result<()> {
        let seen = seen.clone().cleaned()?;
        let now = now();
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let before = tx.visit(site.id, seen.id).await?;
        let known = before.as_ref().map(|visit| visit.seen.fired.clone()).unwrap_or_default();
        let fired: HashSet<&str> = seen.fired.iter().map(String::as_str).collect();
        let news = site.settings.rules.iter().map(|rule| rule.name.as_str());
        let news: HashSet<&str> =
            news.filter(|name| fired.contains(name) && !known.iter().any(|known| known == name)).collect();
        for name in news {
            tx.count_rule(site.id, name, now.utc_day()).await?;
        }
        // A page is told of when it ends; the server's clock alone counts.
        let at = before.map_or_else(|| now.plus_ms(-seen.stay), |visit| visit.at);
        tx.put_visit(site.id, &Visit { at, seen }).await?;
        Ok(tx.commit().await?)
    }

    /// How often the rules of a site have fired in as long as visits are kept, by their names.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rule_counts(&self, site: &Site) -> Result<BTreeMap<String, i64>> {
        let since = now().plus_ms(-KEPT_MS).utc_day();
        let mut tx = self.store().organisation(site.organisation).read().await?;
        Ok(tx.rule_counts(site.id, since).await?.into_iter().collect())
    }

    /// Which of last week's visits a site's rules would have fired in, each by itself, and those that are off as if they were
    /// on.
    ///
    /// # Errors
    /// `not_found` for a site of another organisation, and for who does not decide about sites.
    pub async fn dry_run(&self, actor: &Operator, site: &str) -> Result<DryRun> {
        let site = self.site_to_settle(actor, site).await?;
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let visits = tx.visits(site.id, now().plus_ms(-TRIED_MS), MOST).await?;
        drop(tx);
        let rules = site.settings.rules;
        // Ten thousand pages with fifty rules take a while, in which others want to be answered.
        let run = tokio::task::spawn_blocking(move || dry_run(&visits, rules)).await;
        run.map_err(|error| {
            tracing::error!(%error, "rules could not be tried");
            Refusal::new(domain::Code::Unavailable, "The server could not do this just now. Try again.")
                .into()
        })
    }

    /// Forgets what is older than it is kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_visits(&self) -> Result<()> {
        Ok(self.store().directory().forget_visits(now().plus_ms(-KEPT_MS)).await?)
    }
}

fn dry_run(pages: &[Visit], rules: Vec<Rule>) -> DryRun {
    let patterns = Patterns::default();
    let matches = |pattern: &str, text: &str| patterns.fit(pattern, text);
    let visits: HashSet<_> = pages.iter().map(|page| page.seen.visit).collect();
    let try_one = |rule: Rule| {
        let untold = rule.conditions.iter().any(Condition::asks_page);
        let mut tried = Tried { name: rule.name.clone(), enabled: rule.enabled, untold, ..Tried::default() };
        if untold {
            return tried;
        }
        let rule = Rule { enabled: true, ..rule };
        let mut seen = HashSet::new();
        for Visit { at, seen: page } in pages {
            let Some(after) = page.first(&rule, |facts| rule.fires(facts, &matches)) else { continue };
            tried.firings += 1;
            if seen.insert(page.visit) && tried.latest.len() < SHOWN {
                let text = |name: &str| {
                    page.facts.named.get(name).and_then(Option::as_ref).map(Value::text).unwrap_or_default()
                };
                let (url, title) = (text("page_url"), text("page_title"));
                tried.latest.push(Firing { at: *at, url, title, after: page.on_page(after) });
            }
        }
        tried.visits = seen.len();
        tried
    };
    DryRun {
        visits: visits.len(),
        pages: pages.len(),
        cut: i64::try_from(pages.len()).is_ok_and(|pages| pages >= MOST),
        rules: rules.into_iter().map(try_one).collect(),
    }
}
