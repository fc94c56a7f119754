//! Sites: what a page that embeds one may know.

use domain::{
    Code, OrganisationId, Refusal, SiteId,
    site::{Look, Settings},
    words::Language,
};

use store::Tx;

use crate::{Operator, Result, Service, words};

/// A site somebody came to.
#[derive(Debug, Clone)]
pub struct Site {
    /// Whose.
    pub organisation: OrganisationId,
    /// Ours.
    pub id: SiteId,
    /// The `orgId` of the embed.
    pub public_id: String,
    /// For people.
    pub name: String,
    /// What the owner decided.
    pub settings: Settings,
}

impl Site {
    /// What a frame may be told, in the language the page wishes, else in the site's own.
    #[must_use]
    pub fn look(&self, wish: Option<Language>) -> Look {
        let settings = &self.settings;
        let language = wish.unwrap_or(settings.language);
        let mut words = words::of(language).clone();
        words.insert("headerTitle".to_owned(), self.name.clone());
        words.extend(settings.texts.words().map(|(key, text)| (key.to_owned(), text.to_owned())));
        if let Some(own) = settings.words.get(&language) {
            words::overlay(&mut words, own);
        }
        let title = words.get("headerTitle").cloned().unwrap_or_default();
        Look {
            site: self.public_id.clone(),
            title,
            accent: settings.accent.clone(),
            position: settings.position.clone(),
            button_style: settings.button_style,
            button_size: settings.button_size,
            chat_width: settings.chat_width,
            chat_height: settings.chat_height,
            z_index: settings.z_index,
            colors: settings.colors.clone(),
            devices: settings.devices,
            start_hidden: settings.start_hidden,
            language,
            words,
        }
    }

    /// The sources of its `frame-ancestors`: who may embed it.
    #[must_use]
    pub fn frame_ancestors(&self) -> String {
        let sources: Vec<String> = self.settings.domains.iter().map(domain::site::Domain::sources).collect();
        if sources.is_empty() { "'self'".to_owned() } else { format!("'self' {}", sources.join(" ")) }
    }
}

/// Checks an owner's settings against all that is known here: types, catalogue, departments.
///
/// # Errors
/// `invalid` or `too_long`, naming the field and what is allowed.
pub(crate) async fn check(tx: &mut Tx, settings: &Settings) -> Result<()> {
    settings.check()?;
    settings.words.values().try_for_each(words::check)?;
    if let Some(department) = &settings.department
        && tx.department(department).await?.is_none()
    {
        let known = tx.departments().await?.into_iter().map(|department| department.public_id);
        let known = known.collect::<Vec<_>>().join(", ");
        let message = format!("“{department}” is no department. There are: {known}.");
        return Err(Refusal::field(Code::Invalid, "department", message).into());
    }
    Ok(())
}

impl Service {
    /// The site with this public id, or with this id of another vendor.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn site(&self, id: &str) -> Result<Site> {
        if id.is_empty() || id.len() > 200 {
            return Err(
                Refusal::field(Code::Invalid, "site", "An id of 1 to 200 characters is expected.").into()
            );
        }
        let known = self.store().directory().site(id).await?.ok_or_else(Refusal::not_found)?;
        Ok(Site {
            organisation: known.organisation,
            id: known.site.id,
            public_id: known.site.public_id,
            name: known.site.name,
            settings: known.site.settings,
        })
    }

    /// The sites of an operator's organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sites(&self, actor: &Operator) -> Result<Vec<Site>> {
        let sites = self.store().organisation(actor.organisation).read().await?.sites().await?;
        let ours = |site: store::Site| Site {
            organisation: actor.organisation,
            id: site.id,
            public_id: site.public_id,
            name: site.name,
            settings: site.settings,
        };
        Ok(sites.into_iter().map(ours).collect())
    }

    /// Whether somebody answers on this site now.
    #[must_use]
    pub fn online(&self, site: &Site) -> bool {
        self.presence().online(site.organisation)
    }
}
