//! The list of the inbox: which rows stand under a tab, in which order, and how many there are.

use domain::{
    ConversationId, OperatorId,
    conversation::{Counts, Filter, Row, Status},
    wire::Inbox,
};

/// The most rows the server lists; of a longer list nobody knows what is missing.
const PAGE: usize = 200;

/// All rows the desk has heard of, and the list that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    me: Option<OperatorId>,
    /// The departments I answer for; everything is my business without a list.
    departments: Option<Vec<String>>,
    filter: Filter,
    /// By id.
    known: Vec<Known>,
    shown: Option<Vec<ConversationId>>,
    counts: Counts,
    /// The opened conversation, whose row stays though it no longer fits.
    kept: Option<ConversationId>,
    /// The pointer moves over the list: nothing may change its place.
    held: bool,
    /// Rows that may stand in the wrong place.
    moved: Vec<ConversationId>,
    /// How often something has changed.
    changes: u64,
    /// Tabs that were listed before, so that what is known of them is nearly all.
    listed: Vec<Filter>,
}

/// A row, and which change was its last: an answer that was asked for before it may be older than the row is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    row: Row,
    change: u64,
}

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is older than the known one.
    Stale,
    /// It was not known, so the counts can not be told from it.
    New,
    /// It changed; the counts are right.
    Changed,
}

impl Rows {
    /// Whose list this is.
    pub fn belong_to(&mut self, me: OperatorId, departments: Option<Vec<String>>) {
        self.me = Some(me);
        self.departments = departments;
    }

    /// Whether a row that nobody took is my business.
    #[must_use]
    pub fn concerns_me(&self, row: &Row) -> bool {
        row.concerns(self.departments.as_deref())
    }

    fn holds(&self, filter: Filter, row: &Row) -> bool {
        self.me.is_some_and(|me| filter.holds(row, me, self.departments.as_deref()))
    }

    /// The tab.
    #[must_use]
    pub fn filter(&self) -> Filter {
        self.filter
    }

    /// One row.
    #[must_use]
    pub fn get(&self, id: ConversationId) -> Option<&Row> {
        let place = self.find(id).ok()?;
        self.known.get(place).map(|known| &known.row)
    }

    fn find(&self, id: ConversationId) -> Result<usize, usize> {
        self.known.binary_search_by(|known| known.row.talk.id.cmp(&id))
    }

    fn set(&mut self, row: Row, change: u64) {
        match self.find(row.talk.id) {
            Ok(place) => self.known[place] = Known { row, change },
            Err(place) => self.known.insert(place, Known { row, change }),
        }
    }

    /// The rows that are shown, in order; None until they are known.
    #[must_use]
    pub fn shown(&self) -> Option<&[ConversationId]> {
        self.shown.as_deref()
    }

    /// Whether a tab was listed before.
    #[must_use]
    pub fn was_listed(&self, filter: Filter) -> bool {
        self.listed.contains(&filter)
    }

    /// How many stand under each tab.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many conversations somebody should look at: those that nobody took, and my own that wait or were not read.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        let mine =
            |row: &&Row| self.holds(Filter::Mine, row) && (row.unread > 0 || row.waiting_since.is_some());
        let mine = self.known.iter().map(|known| &known.row).filter(mine).count();
        self.counts.unassigned + i64::try_from(mine).unwrap_or(i64::MAX)
    }

    /// The row before or after the opened one; the first or last when none is open.
    #[must_use]
    pub fn beside(&self, step: Step) -> Option<ConversationId> {
        let shown = self.shown()?;
        let place = self.kept.and_then(|kept| shown.iter().position(|id| *id == kept));
        let next = match (place, step) {
            (None, Step::Next) => 0,
            (None, Step::Previous) => shown.len().checked_sub(1)?,
            (Some(place), Step::Next) => place + 1,
            (Some(place), Step::Previous) => place.checked_sub(1)?,
        };
        shown.get(next).copied()
    }

    /// Another tab. What is known of it is shown at once if it was listed before.
    pub fn turn_to(&mut self, filter: Filter) {
        if filter == self.filter && self.shown.is_some() {
            return;
        }
        self.filter = filter;
        self.shown = self.listed.contains(&filter).then(|| {
            let mut shown = Vec::new();
            for id in self.known.iter().map(|known| known.row.talk.id).filter(|id| self.fits(*id)) {
                self.place(&mut shown, id);
            }
            shown
        });
        self.settle();
    }

    /// Another conversation is open, or none.
    pub fn keep(&mut self, conversation: Option<ConversationId>) {
        self.kept = conversation;
        self.settle();
    }

    /// The pointer moves over the list, or has come to rest.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
        self.settle();
    }

    /// How often something has changed, to be noted when a list is asked for: what changes later is newer than the answer.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Takes a list that was asked for after `since` changes. Returns whether its counts may already be too old.
    pub fn list(&mut self, filter: Filter, inbox: Inbox, since: u64) -> bool {
        self.counts = inbox.counts;
        let mut ids: Vec<ConversationId> = inbox.rows.iter().map(|row| row.talk.id).collect();
        self.forget(filter, &ids, since);
        for row in inbox.rows {
            let known = self.find(row.talk.id).ok().and_then(|place| self.known.get(place));
            let (version, change) = known.map_or((0, 0), |known| (known.row.talk.version, known.change));
            if version <= row.talk.version {
                self.set(row, change);
            }
        }
        if !self.listed.contains(&filter) {
            self.listed.push(filter);
        }
        if filter == self.filter {
            let late = self.known.iter().filter(|known| known.change > since).map(|known| known.row.talk.id);
            let late: Vec<_> = late.filter(|id| self.fits(*id) && !ids.contains(id)).collect();
            self.moved.extend(&late);
            ids.extend(late);
            if let Some(kept) = self.kept
                && !ids.contains(&kept)
                && self.shown.as_ref().is_some_and(|shown| shown.contains(&kept))
            {
                self.moved.push(kept);
                ids.push(kept);
            }
            self.shown = Some(ids);
            self.settle();
        }
        self.changes > since
    }

    /// Takes the counts of an answer whose rows are not wanted. Returns whether they may already be too old.
    pub fn count(&mut self, counts: Counts, since: u64) -> bool {
        self.counts = counts;
        self.changes > since
    }

    /// Takes a row as it is now. One version may come twice: a visitor's new name is not a new version.
    pub fn take(&mut self, row: Row) -> Taken {
        let id = row.talk.id;
        let before = self.get(id).cloned();
        let taken = match &before {
            Some(known) if known.talk.version > row.talk.version => return Taken::Stale,
            Some(known) => {
                self.recount(known, -1);
                self.recount(&row, 1);
                Taken::Changed
            }
            None => Taken::New,
        };
        self.changes += 1;
        self.set(row, self.changes);
        self.moved.push(id);
        if self.fits(id)
            && let Some(shown) = &mut self.shown
            && !shown.contains(&id)
        {
            shown.push(id);
        }
        self.settle();
        taken
    }

    /// Forgets a conversation that is no more.
    pub fn remove(&mut self, id: ConversationId) {
        let Ok(place) = self.find(id) else { return };
        let Known { row, .. } = self.known.remove(place);
        self.recount(&row, -1);
        self.changes += 1;
        self.kept = self.kept.filter(|kept| *kept != id);
        self.settle();
    }

    /// Whether a row belongs into the list that is shown.
    fn fits(&self, id: ConversationId) -> bool {
        let fits = |row: &Row| self.holds(self.filter, row);
        Some(id) == self.kept || self.get(id).is_some_and(fits)
    }

    /// Forgets rows that changed unheard: they stood under this tab and do so no more.
    fn forget(&mut self, filter: Filter, ids: &[ConversationId], since: u64) {
        if self.me.is_none() || ids.len() >= PAGE {
            return;
        }
        let kept = self.kept;
        let mut known = std::mem::take(&mut self.known);
        known.retain(|Known { row, change }| {
            let id = row.talk.id;
            ids.contains(&id) || *change > since || Some(id) == kept || !self.holds(filter, row)
        });
        self.known = known;
    }

    fn recount(&mut self, row: &Row, by: i64) {
        if row.talk.status == Status::Closed {
            return;
        }
        self.counts.all += by;
        match &row.talk.operator {
            None if self.concerns_me(row) => self.counts.unassigned += by,
            Some(face) if Some(face.id) == self.me => self.counts.mine += by,
            _ => {}
        }
    }

    /// Takes out what does not fit and puts the rows that changed where they belong; the others keep their places.
    fn settle(&mut self) {
        if self.held {
            return;
        }
        let moved = std::mem::take(&mut self.moved);
        let Some(shown) = self.shown.take() else { return };
        let (moved, mut shown): (Vec<_>, Vec<_>) =
            shown.into_iter().filter(|id| self.fits(*id)).partition(|id| moved.contains(id));
        for id in moved {
            self.place(&mut shown, id);
        }
        self.shown = Some(shown);
    }

    /// Puts a row where it belongs among the others.
    fn place(&self, shown: &mut Vec<ConversationId>, id: ConversationId) {
        let mine = self.get(id).map(order);
        let place = shown.iter().position(|other| mine < self.get(*other).map(order));
        shown.insert(place.unwrap_or(shown.len()), id);
    }
}

/// Which way to go in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Down.
    Next,
    /// Up.
    Previous,
}

/// Whoever waits longest first, then the newest: the order of the server.
fn order(row: &Row) -> (bool, i64, i64, ConversationId) {
    let waiting = row.waiting_since.map_or(0, |since| since.0);
    (row.waiting_since.is_none(), waiting, -row.last_at.0, row.talk.id)
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, conversation::Talk};

    use super::*;
    use crate::desk::testing::{id, me, row, them};

    fn rows(filter: Filter, rows: Vec<Row>) -> Rows {
        let mut list = Rows::default();
        list.belong_to(me().id, None);
        list.turn_to(filter);
        let all = i64::try_from(rows.len()).expect("few");
        list.list(filter, Inbox { rows, counts: Counts { mine: 0, unassigned: all, all } }, 0);
        list
    }

    fn shown(list: &Rows) -> Vec<u128> {
        list.shown().expect("is known").iter().map(|id| id.0.as_u128()).collect()
    }

    #[test]
    fn only_the_row_that_changed_moves() {
        let mut list = rows(Filter::All, vec![row(1, 1, None), row(2, 1, None), row(3, 1, None)]);
        // The answer's order is not ours to question.
        assert_eq!(shown(&list), [1, 2, 3]);
        let mut waits = row(3, 2, None);
        waits.waiting_since = Some(Timestamp(50));
        assert_eq!(list.take(waits), Taken::Changed);
        assert_eq!(shown(&list), [3, 1, 2]);
        let mut waits_longer = row(2, 2, None);
        waits_longer.waiting_since = Some(Timestamp(40));
        list.take(waits_longer);
        assert_eq!(shown(&list), [2, 3, 1]);
    }

    #[test]
    fn nothing_moves_under_the_pointer() {
        let mut list = rows(Filter::Unassigned, vec![row(1, 1, None), row(2, 1, None)]);
        list.hold(true);
        let mut waits = row(2, 2, None);
        waits.waiting_since = Some(Timestamp(5));
        list.take(waits);
        list.take(row(1, 2, Some(me())));
        list.take(row(3, 1, None));
        assert_eq!(shown(&list), [1, 2, 3], "a new row may only come below");
        list.hold(false);
        assert_eq!(shown(&list), [2, 3]);
    }

    #[test]
    fn another_departments_row_is_not_unassigned_to_me() {
        let of =
            |number, department: &str| Row { department: Some(department.into()), ..row(number, 1, None) };
        let mut list = rows(Filter::Unassigned, vec![row(1, 1, None)]);
        list.belong_to(me().id, Some(vec!["Care".to_owned()]));
        list.take(of(2, "Sales"));
        list.take(of(3, "Care"));
        assert_eq!(shown(&list), [1, 3]);
        assert!(list.concerns_me(&of(3, "Care")) && !list.concerns_me(&of(2, "Sales")));
        let before = list.counts();
        let taken = Row {
            talk: Talk { version: 2, operator: Some(them()), ..of(2, "Sales").talk },
            ..of(2, "Sales")
        };
        list.take(taken);
        assert_eq!(list.counts(), before, "it was not counted");
        let taken =
            Row { talk: Talk { version: 2, operator: Some(them()), ..of(3, "Care").talk }, ..of(3, "Care") };
        list.take(taken);
        assert_eq!(list.counts().unassigned, before.unassigned - 1);
    }

    #[test]
    fn old_versions_change_nothing_and_equal_ones_bring_the_name() {
        let mut list = rows(Filter::All, vec![row(1, 5, None)]);
        assert_eq!(list.take(row(1, 4, Some(them()))), Taken::Stale);
        assert_eq!(list.get(id(1)).expect("known").talk.operator, None);
        let mut named = row(1, 5, None);
        named.name = Some("Jonas".into());
        assert_eq!(list.take(named), Taken::Changed);
        assert_eq!(list.get(id(1)).expect("known").title(), "Jonas");
    }

    #[test]
    fn a_row_that_no_longer_fits_leaves_unless_it_is_open() {
        let mut list = rows(Filter::Unassigned, vec![row(1, 1, None), row(2, 1, None)]);
        list.keep(Some(id(1)));
        list.take(row(1, 2, Some(me())));
        list.take(row(2, 2, Some(them())));
        assert_eq!(shown(&list), [1]);
        assert_eq!(list.counts(), Counts { mine: 1, unassigned: 0, all: 2 });
        list.keep(None);
        assert_eq!(shown(&list), [] as [u128; 0]);
        list.turn_to(Filter::Mine);
        assert_eq!(list.shown(), None, "a tab never listed is not guessed");
        list.list(
            Filter::Mine,
            Inbox { rows: vec![row(1, 2, Some(me()))], counts: list.counts() },
            list.changes(),
        );
        list.turn_to(Filter::Unassigned);
        list.turn_to(Filter::Mine);
        assert_eq!(shown(&list), [1], "one that was listed is there at once");
    }

    #[test]
    fn what_changed_while_the_list_was_on_its_way_is_not_lost() {
        let mut list = rows(Filter::All, vec![row(1, 1, None)]);
        let asked = list.changes();
        assert_eq!(list.take(row(2, 1, None)), Taken::New);
        list.take(row(1, 3, Some(me())));
        let answer = Inbox { rows: vec![row(1, 1, None)], counts: Counts::default() };
        let outdated = list.list(Filter::All, answer, asked);
        assert!(outdated, "the counts are to be asked for again");
        assert_eq!(shown(&list), [1, 2]);
        assert_eq!(list.get(id(1)).expect("known").talk.version, 3);
        assert!(!list.count(Counts { mine: 1, unassigned: 1, all: 2 }, list.changes()));
        assert_eq!(list.waiting(), 1, "nobody took the second");
    }

    #[test]
    fn what_went_away_unheard_is_forgotten() {
        let mut list = rows(Filter::Mine, vec![row(1, 1, Some(me())), row(2, 1, Some(me()))]);
        let mut unread = row(2, 2, Some(me()));
        unread.unread = 1;
        list.take(unread);
        let answer =
            Inbox { rows: vec![row(1, 1, Some(me()))], counts: Counts { mine: 1, unassigned: 0, all: 1 } };
        list.list(Filter::Mine, answer, list.changes());
        assert_eq!((shown(&list), list.waiting()), (vec![1], 0));
    }

    #[test]
    fn what_is_no_more_is_not_counted() {
        let mut list = rows(Filter::All, vec![row(1, 1, None), row(2, 1, None)]);
        list.keep(Some(id(1)));
        list.remove(id(1));
        list.remove(id(9));
        assert_eq!((shown(&list), list.counts().all, list.get(id(1))), (vec![2], 1, None));
    }

    #[test]
    fn counts_follow_what_is_known() {
        let mut list = rows(Filter::All, vec![row(1, 1, None)]);
        let mut closed = row(1, 2, Some(me()));
        closed.talk.status = Status::Closed;
        list.take(closed);
        assert_eq!(list.counts(), Counts::default());
        assert_eq!(shown(&list), [] as [u128; 0]);
    }

    #[test]
    fn keys_walk_the_list() {
        let mut list = rows(Filter::All, vec![row(1, 1, None), row(2, 1, None)]);
        assert_eq!(list.beside(Step::Next), Some(id(1)));
        assert_eq!(list.beside(Step::Previous), Some(id(2)));
        list.keep(Some(id(1)));
        assert_eq!(list.beside(Step::Next), Some(id(2)));
        assert_eq!(list.beside(Step::Previous), None);
    }
}
