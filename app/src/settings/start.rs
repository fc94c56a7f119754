//! What a page begins with: who asks, and what its path names. The server alone knows; the browser takes it from the page.

use std::{fmt, str::FromStr};

use domain::{Refusal, operator::Face};
use serde::{Deserialize, Serialize};

use super::{appearance::Appearance, texts::TextsForm};
use crate::desk::response;

/// What came of asking for it; it travels as `desk::start::Outcome` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(pub Result<Start, Refusal>);

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&response::json(&self.0))
    }
}

impl FromStr for Outcome {
    type Err = serde_json::Error;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        serde_json::from_slice(json.as_bytes()).map(Self)
    }
}

/// All that the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Start {
    /// Who asks.
    pub me: Option<Face>,
    /// The organisation's sites.
    pub sites: Vec<Entry>,
    /// What the path names.
    pub page: Page,
    /// A form was saved just now, without JavaScript.
    pub saved: bool,
    /// Why a form was refused that was sent without JavaScript.
    pub refused: Option<Refusal>,
}

/// A site in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entry {
    /// Its public id.
    pub id: String,
    /// For people.
    pub name: String,
    /// Who may embed it.
    pub domains: Vec<String>,
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Page {
    /// Whoever asks is led away.
    #[default]
    Elsewhere,
    /// Nothing, or nothing for whoever asks.
    Nothing,
    /// The list of sites.
    Sites,
    /// How a site looks.
    Appearance(Appearance),
    /// What its panel says.
    Texts(TextsForm),
}

/// Asks for it, and says in the response what the page is: there, elsewhere or nowhere.
#[cfg(feature = "ssr")]
pub async fn start() -> Outcome {
    Outcome(known().await.map_err(|error| error.0))
}

/// The page carries it along; a page that does not was cut off on its way.
#[cfg(not(feature = "ssr"))]
pub async fn start() -> Outcome {
    Outcome(Err(super::browser::unreachable()))
}

#[cfg(feature = "ssr")]
async fn known() -> Result<Start, crate::error::ApiError> {
    use domain::Code;
    use leptos::prelude::use_context;
    use leptos_router::location::RequestUrl;

    use super::place::{Place, Tab};
    use crate::{context, desk::start::log_in_path};

    let url = use_context::<RequestUrl>().unwrap_or_default().parse().map_err(|_| Refusal::not_found())?;
    let operator = match context::operator().await {
        Err(error) if error.0.code == Code::Unauthenticated => {
            // The same for every path, whether there is such a site or not.
            response::redirect(&log_in_path(url.path()));
            return Ok(Start::default());
        }
        operator => operator?,
    };
    let query = url.search_params();
    let mut start = Start {
        me: Some(operator.face.clone()),
        saved: query.get_str("saved").is_some(),
        refused: response::refused_form(query),
        ..Start::default()
    };
    let service = context::service()?;
    let found = async {
        let sites = service.sites_to_settle(&operator).await?;
        let page = match Place::of(url.path()) {
            Place::Sites => Page::Sites,
            Place::Site(id, tab) => {
                let site = service.site_to_settle(&operator, &id).await?;
                match tab {
                    Tab::Appearance => Page::Appearance(Appearance::of(&site.public_id, &site.settings)),
                    Tab::Texts => Page::Texts(TextsForm::of(&site)),
                }
            }
            Place::Unknown => Page::Nothing,
        };
        Ok::<_, service::Error>((sites, page))
    };
    match found.await.map_err(service::Error::into_refusal) {
        Ok((sites, page)) => {
            let entry = |site: service::site::Site| Entry {
                domains: site.settings.domains.iter().map(|domain| domain.as_str().to_owned()).collect(),
                id: site.public_id,
                name: site.name,
            };
            start.sites = sites.into_iter().map(entry).collect();
            start.page = page;
            Ok(start)
        }
        // An agent, a site of others, a site that never was: the page that does not exist.
        Err(refusal) if refusal.code == Code::NotFound => Ok(Start { page: Page::Nothing, ..start }),
        Err(refusal) => Err(refusal.into()),
    }
}
