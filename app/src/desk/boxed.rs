//! Views whose type is forgotten, at a fraction of what `into_any` costs.
//!
//! `AnyView` carries a second, asynchronous hydration of everything inside it, which only lazily loaded routes need, and on
//! the server a second walk that waits for data. We have no such routes, and wait in [`super::gate`] alone, so
//! [`Boxed::boxed`] is `into_any` without both: a fifth of the desk's wasm, and types shallow enough for the compiler.
//! What is boxed must not hold a `Suspend`.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::ToChildren,
    prelude::*,
    tachys::{
        hydration::Cursor,
        ssr::StreamBuilder,
        view::{Position, PositionState},
    },
};

/// Forgets the type of a view, so that what is around it stays small to compile and to load.
pub trait Boxed {
    /// The view, as any other.
    fn boxed(self) -> AnyView;
}

impl<T: RenderHtml + 'static> Boxed for T {
    fn boxed(self) -> AnyView {
        Whole(self.into_owned()).into_any()
    }
}

/// The inside of a component, boxed; `Children` without the second hydration.
pub struct Slot(Box<dyn FnOnce() -> AnyView + Send>);

impl Slot {
    /// The view.
    #[must_use]
    pub fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<F, T> ToChildren<F> for Slot
where
    F: FnOnce() -> T + Send + 'static,
    T: RenderHtml + 'static,
{
    fn to_children(inside: F) -> Self {
        Self(Box::new(move || inside().boxed()))
    }
}

/// A view that is there at once. It leaves out `hydrate_async`, whose default hydrates in one go.
struct Whole<T>(T);

impl<T: Render> Render for Whole<T> {
    type State = T::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl<T: AddAnyAttr> AddAnyAttr for Whole<T> {
    type Output<A: Attribute> = Whole<T::Output<A>>;

    fn add_any_attr<A: Attribute>(self, attr: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        Whole(self.0.add_any_attr(attr))
    }
}

impl<T: RenderHtml> RenderHtml for Whole<T> {
    type AsyncOutput = Self;
    type Owned = Whole<T::Owned>;

    const MIN_LENGTH: usize = T::MIN_LENGTH;
    const EXISTS: bool = T::EXISTS;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        Whole(self.0.into_owned())
    }
}
