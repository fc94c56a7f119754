//! Sites: what a page that embeds one may know.

use std::collections::BTreeMap;

use domain::{
    Code, OrganisationId, Refusal, SiteId, operator,
    site::{Look, Settings},
    words::Language,
};

pub use store::VendorId;
use store::{Tx, Webhook};
use url::Url;

use crate::{Effects, Operator, Result, Service, bot, call, now, presence::Answers, words};

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
    /// Whether a bot answers, whoever else is there.
    pub has_bot: bool,
    /// The preset that [`Site::settings`] are those of.
    pub preset: Option<String>,
}

impl Site {
    pub(crate) fn of(organisation: OrganisationId, site: store::Site) -> Self {
        let store::Site { id, public_id, name, settings, has_bot, .. } = site;
        Self { organisation, id, public_id, name, settings, has_bot, preset: None }
    }

    /// The site as one of its presets has it; a name that it has no preset of changes nothing.
    #[must_use]
    pub fn in_preset(mut self, name: Option<&str>) -> Self {
        if let Some((name, preset)) = name.and_then(|name| self.settings.presets.remove_entry(name)) {
            preset.lay_over(&mut self.settings);
            self.preset = Some(name);
        }
        self
    }

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
            second_language: settings.second_language,
            preset: self.preset.clone(),
            department: self.preset.as_ref().and(settings.department.clone()),
            words,
        }
    }

    /// Whether a link of custom data leads where the owner says.
    #[must_use]
    pub fn trusts(&self, link: &str) -> bool {
        let Ok(url) = Url::parse(link) else { return false };
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
        // What stands before the host would be shown, and read as the host.
        let plain =
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        plain && self.settings.safe_domains.iter().any(|domain| domain.covers(host, port))
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
    call::check(&settings.calls)?;
    settings.words.values().try_for_each(words::check)?;
    let of_site = settings.department.iter().map(|department| ("department".to_owned(), department));
    let of_presets = settings.presets.iter().filter_map(|(name, preset)| {
        preset.department.as_ref().map(|department| (format!("presets.{name}.department"), department))
    });
    for (field, department) in of_site.chain(of_presets) {
        if tx.department(department).await?.is_none() {
            let known = tx.departments().await?.into_iter().map(|department| department.public_id);
            let known = known.collect::<Vec<_>>().join(", ");
            let message = format!("“{department}” is no department. There are: {known}.");
            return Err(Refusal::field(Code::Invalid, &field, message).into());
        }
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
        Ok(Site::of(known.organisation, known.site))
    }

    /// The sites of an operator's organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sites(&self, actor: &Operator) -> Result<Vec<Site>> {
        let sites = self.store().organisation(actor.organisation).read().await?.sites().await?;
        Ok(sites.into_iter().map(|site| Site::of(actor.organisation, site)).collect())
    }

    /// The sites of an operator's organisation, for somebody who decides about them.
    ///
    /// # Errors
    /// `not_found` for everybody else.
    pub async fn sites_to_settle(&self, actor: &Operator) -> Result<Vec<Site>> {
        if !actor.administers() {
            return Err(Refusal::not_found().into());
        }
        self.sites(actor).await
    }

    /// One of them, by its public id.
    ///
    /// # Errors
    /// `not_found` for one of another organisation, and for who does not decide about sites.
    pub async fn site_to_settle(&self, actor: &Operator, id: &str) -> Result<Site> {
        let sites = self.sites_to_settle(actor).await?;
        Ok(sites.into_iter().find(|site| site.public_id == id).ok_or_else(Refusal::not_found)?)
    }

    /// Changes a site's settings: `change` is given what is stored now, so that two people who change different things at
    /// once both get their way.
    ///
    /// # Errors
    /// As [`Self::site_to_settle`]; what `change` refuses, and `invalid` or `too_long` with the field.
    pub async fn change_site(
        &self,
        actor: &Operator,
        id: &str,
        change: impl FnOnce(&mut Settings) -> std::result::Result<(), Refusal> + Send,
    ) -> Result<()> {
        if !actor.administers() {
            return Err(Refusal::not_found().into());
        }
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let sites = tx.sites().await?;
        let mut site = sites.into_iter().find(|site| site.public_id == id).ok_or_else(Refusal::not_found)?;
        change(&mut site.settings)?;
        check(&mut tx, &site.settings).await?;
        tx.update_site(site.id, &site.name, &site.settings).await?;
        Ok(tx.commit().await?)
    }

    /// A site and the ids that other vendors gave it, for somebody who decides about sites.
    ///
    /// # Errors
    /// As [`Self::site_to_settle`].
    pub async fn site_with_ids(&self, actor: &Operator, id: &str) -> Result<(Site, Vec<VendorId>)> {
        let site = self.site_to_settle(actor, id).await?;
        let ids = self.store().organisation(actor.organisation).read().await?.vendor_ids(site.id).await?;
        Ok((site, ids))
    }

    /// The id that each of the operator's sites has from a vendor, by the site's public id; the first, should there be several.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ids_of_vendor(&self, actor: &Operator, vendor: &str) -> Result<BTreeMap<String, String>> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let mut found = BTreeMap::new();
        for site in tx.sites().await? {
            let ids = tx.vendor_ids(site.id).await?;
            if let Some(known) = ids.into_iter().find(|known| known.vendor == vendor) {
                found.insert(site.public_id, known.vendor_id);
            }
        }
        Ok(found)
    }

    /// Changes what a site is called: by people, and by pages that were written for other vendors. Of `vendors` the site has the
    /// ids in `ids` afterwards and no others; those of other vendors stay.
    ///
    /// # Errors
    /// As [`Self::site_to_settle`]; `invalid`, field `name`, and `invalid` or `taken`, field `ids` and the vendor.
    pub async fn rename_site(
        &self,
        actor: &Operator,
        id: &str,
        name: &str,
        vendors: &[&str],
        ids: &[VendorId],
    ) -> Result<()> {
        let site = self.site_to_settle(actor, id).await?;
        let name = operator::name("name", name)?;
        let mut checked = Vec::new();
        for VendorId { vendor, vendor_id } in ids {
            let vendor_id = domain::site::vendor_id(&format!("ids.{vendor}"), vendor, vendor_id)?;
            checked.push(VendorId { vendor: vendor.clone(), vendor_id });
        }
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        tx.update_site(site.id, &name, &site.settings).await?;
        for known in tx.vendor_ids(site.id).await? {
            if vendors.contains(&known.vendor.as_str()) && !checked.contains(&known) {
                tx.drop_vendor_id(site.id, &known).await?;
            }
        }
        for VendorId { vendor, vendor_id } in &checked {
            let field = format!("ids.{vendor}");
            match tx.put_vendor_id(site.id, vendor, vendor_id).await {
                Err(store::Error::Conflict(_)) => {
                    let message = format!("{vendor_id} belongs to another organisation here.");
                    return Err(Refusal::field(Code::Taken, &field, message).into());
                }
                other => other?,
            }
        }
        Ok(tx.commit().await?)
    }

    /// Takes a site away: its pages show nothing any more, its webhooks are told nothing, its conversations stay.
    ///
    /// # Errors
    /// As [`Self::site_to_settle`]; `invalid` for the last one.
    pub async fn remove_site(&self, actor: &Operator, id: &str) -> Result<()> {
        let site = self.site_to_settle(actor, id).await?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        if tx.sites().await?.len() == 1 {
            let message = "This is your only site, and an organisation has at least one.";
            return Err(Refusal::new(Code::Invalid, message).into());
        }
        for webhook in tx.webhooks(site.id).await? {
            tx.update_webhook(&Webhook { enabled: false, ..webhook }).await?;
        }
        let mut effects = Effects::default();
        bot::dismiss(self, &mut tx, &mut effects, site.id).await?;
        tx.remove_site(site.id, now()).await?;
        self.commit(tx, effects).await
    }

    /// Whether the site that an embed names was removed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_removed(&self, id: &str) -> Result<bool> {
        Ok(self.store().directory().is_removed(id).await?)
    }

    /// How the site's visitors are answered now, those of a page that names a department by its members
    /// (`CONTRACT 3.2 setStatusUpdateCallback`). A bot is always there and always has time.
    #[must_use]
    pub fn answers(&self, site: &Site, department: Option<&str>) -> Answers {
        if site.has_bot {
            return Answers { online: true, busy: false };
        }
        self.presence().answers(site.organisation, [department, site.settings.department.as_deref()])
    }

    /// Whether a person answers on this site now.
    #[must_use]
    pub fn has_operator(&self, site: &Site) -> bool {
        self.presence().answers(site.organisation, [None, site.settings.department.as_deref()]).online
    }
}

#[cfg(test)]
mod tests {
    use domain::site::Domain;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_leads_where_the_owner_says_or_nowhere() {
        let mut site = Site {
            organisation: OrganisationId(Uuid::nil()),
            id: SiteId(Uuid::nil()),
            public_id: "shop".to_owned(),
            name: "Shop".to_owned(),
            settings: Settings::default(),
            has_bot: false,
            preset: None,
        };
        assert!(!site.trusts("https://eu.crm.example/7"), "no host is safe unless the owner names it");
        site.settings.safe_domains = vec![Domain::parse("*.crm.example").expect("is a host")];
        for fine in
            ["https://eu.crm.example/7?a=b#c", "http://eu.crm.example:8080/", "HTTPS://EU.CRM.EXAMPLE/"]
        {
            assert!(site.trusts(fine), "{fine}");
        }
        for wrong in [
            "javascript:alert(1)",
            "data:text/html,eu.crm.example",
            "ftp://eu.crm.example/",
            "https://crm.example.evil.example/",
            "https://evil.example/?eu.crm.example",
            "https://eu.crm.example@evil.example/",
            "https://user:word@eu.crm.example/",
            "//eu.crm.example/",
            "eu.crm.example",
            "",
        ] {
            assert!(!site.trusts(wrong), "{wrong}");
        }
    }
}
