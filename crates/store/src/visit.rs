//! Visits, for trying out rules, and how often rules have fired.

use domain::{SiteId, Timestamp, visit::Seen};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx};

/// A page that somebody has seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// When it was opened.
    pub at: Timestamp,
    /// What rules could see.
    pub seen: Seen,
}

#[derive(FromRow)]
struct VisitRow {
    at: Timestamp,
    seen: String,
}

#[derive(FromRow)]
struct CountRow {
    rule: String,
    fires: i64,
}

fn read(json: &str) -> Result<Seen> {
    serde_json::from_str(json).map_err(|error| Error::corrupt("visits", &error))
}

impl Tx {
    /// What is known of a page view of this site.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visit(&mut self, site: SiteId, id: Uuid) -> Result<Option<Visit>> {
        let row: Option<VisitRow> = self
            .query("SELECT at, seen FROM visits WHERE organisation_id = $1 AND site_id = $2 AND id = $3")
            .bind(site)
            .bind(id)
            .maybe()
            .await?;
        row.map(|VisitRow { at, seen }| Ok(Visit { at, seen: read(&seen)? })).transpose()
    }

    /// Keeps a page view, or what is known of it by now. Its beginning stays.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_visit(&mut self, site: SiteId, visit: &Visit) -> Result<()> {
        let seen = serde_json::to_string(&visit.seen).map_err(|error| Error::corrupt("visits", &error))?;
        self.query(
            "INSERT INTO visits (organisation_id, site_id, id, at, seen) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organisation_id, site_id, id) DO UPDATE SET seen = excluded.seen",
        )
        .bind(site)
        .bind(visit.seen.id)
        .bind(visit.at)
        .bind(seen)
        .run()
        .await?;
        Ok(())
    }

    /// At most `limit` page views of a site since a moment, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visits(&mut self, site: SiteId, since: Timestamp, limit: i64) -> Result<Vec<Visit>> {
        let rows: Vec<VisitRow> = self
            .query(
                "SELECT at, seen FROM visits WHERE organisation_id = $1 AND site_id = $2 AND at >= $3 \
                 ORDER BY at DESC, id LIMIT $4",
            )
            .bind(site)
            .bind(since)
            .bind(limit)
            .all()
            .await?;
        rows.into_iter().map(|VisitRow { at, seen }| Ok(Visit { at, seen: read(&seen)? })).collect()
    }

    /// A rule has fired once more on this day.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_rule(&mut self, site: SiteId, rule: &str, day: i64) -> Result<()> {
        self.query(
            "INSERT INTO rule_counts (organisation_id, site_id, rule, day, fires) VALUES ($1, $2, $3, $4, 1) \
             ON CONFLICT (organisation_id, site_id, rule, day) DO UPDATE SET fires = rule_counts.fires + 1",
        )
        .bind(site)
        .bind(rule)
        .bind(day)
        .run()
        .await?;
        Ok(())
    }

    /// How often the rules of a site have fired since a day, by their names.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rule_counts(&mut self, site: SiteId, since: i64) -> Result<Vec<(String, i64)>> {
        let rows: Vec<CountRow> = self
            .query(
                "SELECT rule, CAST(SUM(fires) AS BIGINT) AS fires FROM rule_counts \
                 WHERE organisation_id = $1 AND site_id = $2 AND day >= $3 GROUP BY rule ORDER BY rule",
            )
            .bind(site)
            .bind(since)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| (row.rule, row.fires)).collect())
    }
}
