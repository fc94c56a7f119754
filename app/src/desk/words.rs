//! Small sentences and numbers of the desk, as plain functions.

use domain::{
    OperatorId, Timestamp,
    conversation::Row,
    message::{Author, Kind, Message},
};

use super::place::Place;

/// The visitor should be answered within this time. Sites will decide about it; until then it is the same for all.
pub const WAIT_LIMIT_MS: i64 = 2 * 60 * 1000;

/// The title of the browser's tab: how many should be looked at, and where we are.
#[must_use]
pub fn title(place: Place, waiting: i64) -> String {
    let page = match place {
        Place::Root | Place::Inbox(..) => "Inbox",
        Place::LogIn => "Log in",
        Place::SignUp => "Create account",
        Place::Settings => "Settings",
        Place::Unknown => "Nothing here",
    };
    if waiting > 0 && place.is_guarded() {
        format!("({waiting}) {page} · Usher")
    } else {
        format!("{page} · Usher")
    }
}

/// What happened, told by a line without words.
#[must_use]
pub fn event(line: &Message) -> String {
    let who = line.operator.as_ref().map_or("The visitor", |face| &face.name);
    match line.kind {
        Kind::Accepted => format!("{who} accepted the conversation."),
        Kind::Closed => format!("{who} closed the conversation."),
        Kind::Reopened => format!("{who} reopened the conversation."),
        Kind::Undelivered => ["Not delivered: ", &line.text].concat(),
        Kind::Text | Kind::Unknown => String::new(),
    }
}

/// Who said the newest words of a row, if that must be told. The row does not say which operator it was; whoever has the
/// conversation is the likeliest.
#[must_use]
pub fn speaker(row: &Row, me: Option<OperatorId>) -> Option<String> {
    match (row.last_author, &row.talk.operator) {
        (Author::Client | Author::System, _) => None,
        (Author::Bot, _) => Some("Automatic: ".to_owned()),
        (Author::Agent, Some(face)) if Some(face.id) != me => Some(format!("{}: ", face.name)),
        (Author::Agent, _) => Some("You: ".to_owned()),
    }
}

/// Where a conversation was begun, and which department shall answer.
#[must_use]
pub fn origin(row: &Row) -> String {
    match &row.department {
        Some(department) => format!("{}, {department}", row.site),
        None => row.site.clone(),
    }
}

/// How long somebody waits: `0:34`, `12:05`, `1 h 5`, `3 d`.
#[must_use]
pub fn waited(ms: i64) -> String {
    let seconds = ms / 1000;
    match seconds {
        ..3600 => format!("{}:{:02}", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {}", seconds / 3600, seconds / 60 % 60),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// A day: `Today`, `Yesterday`, or its date. `today` is None where nobody knows the reader's clock.
#[must_use]
pub fn day(day: i64, today: Option<i64>) -> String {
    match today.map(|today| today - day) {
        Some(0) => return "Today".to_owned(),
        Some(1) => return "Yesterday".to_owned(),
        _ => {}
    }
    let (year, month, date) = date(day);
    format!("{date} {month} {year}")
}

/// A day without its year.
#[must_use]
pub fn short_day(day: i64) -> String {
    let (_, month, date) = date(day);
    format!("{date} {}", month.chars().take(3).collect::<String>())
}

fn date(day: i64) -> (String, &'static str, String) {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let written = Timestamp(day * 86_400_000).rfc3339();
    let mut parts = written.split(['-', 'T']);
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (year, month, date) = (next(), next(), next());
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    (year, month.copied().unwrap_or_default(), date.trim_start_matches('0').to_owned())
}

/// A web address without what everybody knows: `shop.example/cart`.
#[must_use]
pub fn address(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    bare.split(['?', '#']).next().unwrap_or(bare).trim_end_matches('/')
}

/// A browser by its own long name: `Firefox 132, Windows`.
#[must_use]
pub fn browser(user_agent: &str) -> String {
    // Everybody claims to be everybody else; whoever is in fewer names comes first.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("YaBrowser/", "Yandex Browser"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let browser = BROWSERS.iter().find_map(|(mark, name)| {
        let version = user_agent.split_once(mark)?.1.split(['.', ' ']).next()?;
        Some(format!("{name} {version}"))
    });
    let system =
        SYSTEMS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| (*name).to_owned());
    let known: Vec<String> = browser.into_iter().chain(system).collect();
    if known.is_empty() { user_agent.to_owned() } else { known.join(", ") }
}

#[cfg(test)]
mod tests {
    use domain::conversation::Filter;

    use super::*;
    use crate::desk::{
        place::Choice,
        testing::{line, me, row, them},
    };

    #[test]
    fn titles_count_who_waits() {
        let inbox = Place::Inbox(Filter::Mine, Choice::Nothing);
        assert_eq!(title(inbox, 3), "(3) Inbox · Usher");
        assert_eq!(title(inbox, 0), "Inbox · Usher");
        assert_eq!(title(Place::LogIn, 3), "Log in · Usher");
    }

    #[test]
    fn events_are_told_in_words() {
        assert_eq!(event(&line(1, 1, Author::System)), "Anna accepted the conversation.");
        let mut reopened = line(1, 1, Author::System);
        (reopened.kind, reopened.operator) = (Kind::Reopened, None);
        assert_eq!(event(&reopened), "The visitor reopened the conversation.");
    }

    #[test]
    fn rows_say_who_spoke_last() {
        let mut row = row(1, 1, Some(me()));
        assert_eq!(speaker(&row, Some(me().id)), None);
        row.last_author = Author::Agent;
        assert_eq!(speaker(&row, Some(me().id)).as_deref(), Some("You: "));
        assert_eq!(speaker(&row, Some(them().id)).as_deref(), Some("Anna: "));
    }

    #[test]
    fn rows_say_where_they_come_from() {
        let mut row = row(1, 1, None);
        assert_eq!(origin(&row), "Nordlys");
        row.department = Some("Care".to_owned());
        assert_eq!(origin(&row), "Nordlys, Care");
    }

    #[test]
    fn waiting_is_counted_in_what_matters() {
        for (ms, words) in [(34_900, "0:34"), (725_000, "12:05"), (3_900_000, "1 h 5"), (260_000_000, "3 d")]
        {
            assert_eq!(waited(ms), words);
        }
    }

    #[test]
    fn days_have_names() {
        assert_eq!(day(20_778, Some(20_778)), "Today");
        assert_eq!(day(20_777, Some(20_778)), "Yesterday");
        assert_eq!(day(20_778, None), "21 November 2026");
        assert_eq!(short_day(20_759), "2 Nov");
    }

    #[test]
    fn addresses_are_short() {
        assert_eq!(address("https://www.nordlys.example/checkout/?a=b#c"), "nordlys.example/checkout");
        assert_eq!(address("https://nordlys.example"), "nordlys.example");
    }

    #[test]
    fn browsers_are_known_by_what_sets_them_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0";
        assert_eq!(browser(edge), "Edge 141, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(phone), "Safari 18, iPhone");
        assert_eq!(browser("curl/8"), "curl/8");
    }
}
