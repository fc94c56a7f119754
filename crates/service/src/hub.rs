//! Fan-out: who listens to what.
//!
//! The promise: a listener gets every frame published on its topics after it subscribed, in the order of publishing, or
//! it is told that it fell behind ([`Listener::next`] ends) and resumes by cursor from the database, which stays the
//! truth. A listener never slows the publisher or its neighbours: its queue is bounded, and when it is full the listener
//! is dropped, not the frame.
//!
//! A listener may also be told that what it saw under a topic is somebody else's business now ([`News::Recall`]): from that
//! moment on it gets nothing of the topic, and asks anew who it is.
//!
//! And it may be told that what is known of a topic's visitor has changed ([`News::Contacts`]), without being told what it is:
//! frames of two changes may overtake each other between commit and publishing, and whoever reads after the word of it
//! knows at least that much.
//!
//! Whoever wants a consistent view subscribes first and reads the snapshot after; what is published between the two is
//! then seen twice at worst, never missed.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{ConversationId, OrganisationId, VisitorId, wire::ServerFrame};
use tokio::sync::mpsc;

/// Frames a listener may have waiting. At 25 kB for the largest message that is 3 MB for the slowest reader, and a few
/// kilobytes for all others.
pub const QUEUE: usize = 128;

/// What one may listen to. Every topic begins with its organisation, so that none can be shared by two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everything the desk's lists show.
    Desk(OrganisationId),
    /// The lines of one conversation, for operators who look at it.
    Conversation(OrganisationId, ConversationId),
    /// Everything one visitor sees.
    Visitor(OrganisationId, VisitorId),
    /// Whoever says hello with a token, by its hash, that leads to no visitor yet. Nothing is published here; it is recalled
    /// when the token's visitor is made.
    Stranger(OrganisationId, [u8; 32]),
    /// Whether operators are there, for everybody on the organisation's sites; see [`News::Staff`].
    Online(OrganisationId),
}

/// What a listener is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A frame, as JSON.
    Frame(Arc<str>),
    /// The listener was taken from a topic, whose visitor is not who it was, or is known by now (`service::visitor`).
    Recall,
    /// Operators came, left, or have more or less to do: what that means for this listener, its site says.
    Staff,
    /// What the visitor's page may ask of the visitor has changed: read it anew.
    Contacts,
}

/// Who listens to what. A `std` mutex: it is held for a few map look-ups and never across an await.
#[derive(Default, Clone)]
pub struct Hub(Arc<Mutex<Registry>>);

#[derive(Default)]
struct Registry {
    next: u64,
    queues: HashMap<u64, mpsc::Sender<News>>,
    by_topic: HashMap<Topic, HashSet<u64>>,
    topics: HashMap<u64, HashSet<Topic>>,
}

impl Registry {
    fn remove(&mut self, id: u64) {
        self.queues.remove(&id);
        for topic in self.topics.remove(&id).unwrap_or_default() {
            self.leave(id, topic);
        }
    }

    fn leave(&mut self, id: u64, topic: Topic) {
        if let Some(listeners) = self.by_topic.get_mut(&topic) {
            listeners.remove(&id);
            if listeners.is_empty() {
                self.by_topic.remove(&topic);
            }
        }
    }

    #[cfg(test)]
    fn check_invariants(&self) {
        let forward: HashSet<(u64, Topic)> =
            self.topics.iter().flat_map(|(id, topics)| topics.iter().map(|topic| (*id, *topic))).collect();
        let backward: HashSet<(u64, Topic)> =
            self.by_topic.iter().flat_map(|(topic, ids)| ids.iter().map(|id| (*id, *topic))).collect();
        assert_eq!(forward, backward, "the two indices agree");
        assert!(self.by_topic.values().all(|ids| !ids.is_empty()), "no topic is kept for nobody");
        assert!(self.topics.keys().all(|id| self.queues.contains_key(id)), "nobody listens without a queue");
    }
}

/// One reader, usually a socket.
pub struct Listener {
    id: u64,
    hub: Hub,
    queue: mpsc::Receiver<News>,
}

impl Hub {
    fn registry(&self) -> MutexGuard<'_, Registry> {
        // A panic while the lock was held can at worst have left a listener half removed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new reader that listens to nothing yet.
    #[must_use]
    pub fn listen(&self) -> Listener {
        let (sender, queue) = mpsc::channel(QUEUE);
        let mut registry = self.registry();
        registry.next += 1;
        let id = registry.next;
        registry.queues.insert(id, sender);
        Listener { id, hub: self.clone(), queue }
    }

    /// Gives a frame to everyone who listens to the topic. It is written as JSON once for all.
    pub fn publish(&self, topic: Topic, frame: &ServerFrame) {
        self.give(topic, || match serde_json::to_string(frame) {
            Ok(json) => Some(News::Frame(json.into())),
            Err(error) => {
                tracing::error!(%error, "a frame can not be written");
                None
            }
        });
    }

    /// Tells the organisation's visitors that others answer them now.
    pub fn staff_changed(&self, organisation: OrganisationId) {
        self.give(Topic::Online(organisation), || Some(News::Staff));
    }

    /// Tells everyone who listens to the topic that the contacts of its visitor have changed.
    pub fn contacts_changed(&self, topic: Topic) {
        self.give(topic, || Some(News::Contacts));
    }

    /// Makes the news only if somebody listens.
    fn give(&self, topic: Topic, news: impl FnOnce() -> Option<News>) {
        let mut registry = self.registry();
        let Some(ids) = registry.by_topic.get(&topic) else { return };
        let Some(news) = news() else { return };
        let full =
            |id: &u64| registry.queues.get(id).is_some_and(|queue| queue.try_send(news.clone()).is_err());
        let behind: Vec<u64> = ids.iter().copied().filter(full).collect();
        for id in behind {
            registry.remove(id);
        }
    }

    /// Takes everyone from the topic and tells them so.
    pub fn recall(&self, topic: Topic) {
        let mut registry = self.registry();
        for id in registry.by_topic.remove(&topic).unwrap_or_default() {
            if let Some(topics) = registry.topics.get_mut(&id) {
                topics.remove(&topic);
            }
            if registry.queues.get(&id).is_some_and(|queue| queue.try_send(News::Recall).is_err()) {
                registry.remove(id);
            }
        }
    }

    /// How many readers there are.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.registry().queues.len()
    }
}

impl Listener {
    /// From now on every frame of the topic is queued here.
    pub fn subscribe(&self, topic: Topic) {
        let mut registry = self.hub.registry();
        // Whoever fell behind is no longer registered and must not come back half.
        if registry.queues.contains_key(&self.id) {
            registry.by_topic.entry(topic).or_default().insert(self.id);
            registry.topics.entry(self.id).or_default().insert(topic);
        }
    }

    /// No more frames of the topic are queued; those that wait are still read.
    pub fn unsubscribe(&self, topic: Topic) {
        let mut registry = self.hub.registry();
        registry.leave(self.id, topic);
        if let Some(topics) = registry.topics.get_mut(&self.id) {
            topics.remove(&topic);
        }
    }

    /// What is next. None: the reader fell behind and must resume by cursor.
    pub async fn next(&mut self) -> Option<News> {
        self.queue.recv().await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.registry().remove(self.id);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const OURS: Topic = Topic::Desk(OrganisationId(Uuid::from_u128(1)));
    const THEIRS: Topic = Topic::Desk(OrganisationId(Uuid::from_u128(2)));

    fn frame(json: &str) -> News {
        News::Frame(json.into())
    }

    #[tokio::test]
    async fn frames_reach_their_topic_and_no_other() {
        let hub = Hub::default();
        let (mut ours, mut theirs) = (hub.listen(), hub.listen());
        ours.subscribe(OURS);
        theirs.subscribe(THEIRS);
        hub.publish(OURS, &ServerFrame::Beat);
        hub.publish(THEIRS, &ServerFrame::Online { online: true, busy: false });
        assert_eq!(ours.next().await, Some(frame(r#"{"type":"beat"}"#)));
        assert_eq!(theirs.next().await, Some(frame(r#"{"type":"online","online":true}"#)));
        ours.unsubscribe(OURS);
        hub.publish(OURS, &ServerFrame::Beat);
        ours.subscribe(THEIRS);
        hub.publish(THEIRS, &ServerFrame::Online { online: false, busy: false });
        assert_eq!(ours.next().await, Some(frame(r#"{"type":"online","online":false}"#)));
        hub.registry().check_invariants();
    }

    #[tokio::test]
    async fn whoever_is_recalled_hears_of_it_and_then_nothing_more_of_the_topic() {
        let hub = Hub::default();
        let (mut ours, mut theirs) = (hub.listen(), hub.listen());
        ours.subscribe(OURS);
        ours.subscribe(THEIRS);
        theirs.subscribe(THEIRS);
        hub.publish(OURS, &ServerFrame::Beat);
        hub.recall(OURS);
        hub.publish(OURS, &ServerFrame::Beat);
        hub.publish(THEIRS, &ServerFrame::Online { online: true, busy: false });
        assert_eq!(ours.next().await, Some(frame(r#"{"type":"beat"}"#)));
        assert_eq!(ours.next().await, Some(News::Recall));
        assert_eq!(ours.next().await, Some(frame(r#"{"type":"online","online":true}"#)));
        assert_eq!(theirs.next().await, Some(frame(r#"{"type":"online","online":true}"#)));
        hub.registry().check_invariants();
    }

    #[tokio::test]
    async fn whoever_listens_is_told_that_contacts_have_changed_and_listens_on() {
        let hub = Hub::default();
        let (mut ours, mut theirs) = (hub.listen(), hub.listen());
        ours.subscribe(OURS);
        theirs.subscribe(THEIRS);
        hub.contacts_changed(OURS);
        for topic in [OURS, THEIRS] {
            hub.publish(topic, &ServerFrame::Beat);
        }
        assert_eq!(ours.next().await, Some(News::Contacts));
        assert_eq!(ours.next().await, Some(frame(r#"{"type":"beat"}"#)));
        assert_eq!(theirs.next().await, Some(frame(r#"{"type":"beat"}"#)));
        hub.registry().check_invariants();
    }

    #[tokio::test]
    async fn a_slow_reader_is_dropped_and_its_neighbours_are_not() {
        let hub = Hub::default();
        let (mut slow, mut quick) = (hub.listen(), hub.listen());
        slow.subscribe(OURS);
        quick.subscribe(OURS);
        for _ in 0..=QUEUE {
            hub.publish(OURS, &ServerFrame::Beat);
            assert!(quick.next().await.is_some());
        }
        hub.registry().check_invariants();
        assert_eq!(hub.listeners(), 1);
        slow.subscribe(THEIRS);
        for _ in 0..QUEUE {
            assert!(slow.next().await.is_some(), "what was queued is still read");
        }
        assert!(slow.next().await.is_none(), "then it is told to resume");
    }

    #[test]
    fn whoever_leaves_is_forgotten() {
        let hub = Hub::default();
        let listener = hub.listen();
        listener.subscribe(OURS);
        listener.subscribe(THEIRS);
        drop(listener);
        let registry = hub.registry();
        registry.check_invariants();
        assert!(registry.queues.is_empty() && registry.by_topic.is_empty() && registry.topics.is_empty());
    }
}
