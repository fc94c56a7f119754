//! Views whose type is forgotten, at a fraction of what `into_any` costs.
//!
//! `AnyView` carries a second, asynchronous hydration of everything inside it, which only lazily loaded routes need, and on
//! the server a second walk that waits for data. We have no such routes, and wait in [`super::gate`] alone, so
//! [`Boxed::boxed`] is `into_any` without both: a fifth of the desk's wasm, and types shallow enough for the compiler.
//! What is boxed must not hold a `Suspend`.

use std::any::{Any, TypeId};

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::ToChildren,
    prelude::*,
    tachys::{
        hydration::Cursor,
        renderer::types::{Element, Node},
        view::{Mountable, Position, PositionState},
    },
};

/// Forgets the type of a view, so that what is around it stays small to compile and to load.
pub trait Boxed {
    /// The view, as any other.
    fn boxed(self) -> AnyView;
}

impl<T: RenderHtml + 'static> Boxed for T {
    fn boxed(self) -> AnyView {
        if T::EXISTS {
            // To `AnyView`, all of them are of one type.
            Whole(Box::new(self.into_owned())).into_any()
        } else {
            // `()` needs a placeholder, which `AnyView` makes.
            ().into_any()
        }
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

/// What is done with a view whose type is forgotten.
trait Forgotten: Send {
    fn build(self: Box<Self>) -> Built;
    fn rebuild(self: Box<Self>, built: &mut Built);
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Built;
    #[cfg(feature = "ssr")]
    fn html_len(&self) -> usize;
    #[cfg(feature = "ssr")]
    fn to_html(
        self: Box<Self>,
        buf: &mut String,
        position: &mut Position,
        how: (bool, bool, Vec<AnyAttribute>),
    );
}

impl<T: RenderHtml + 'static> Forgotten for T {
    fn build(self: Box<Self>) -> Built {
        Built { of: TypeId::of::<T>(), state: Box::new((*self).build()) }
    }

    fn rebuild(self: Box<Self>, built: &mut Built) {
        let state: &mut dyn Any = built.state.as_mut();
        match state.downcast_mut::<T::State>() {
            Some(state) if built.of == TypeId::of::<T>() => (*self).rebuild(state),
            _ => {
                let mut new = Forgotten::build(self);
                built.insert_before_this(&mut new);
                built.unmount();
                *built = new;
            }
        }
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Built {
        Built { of: TypeId::of::<T>(), state: Box::new((*self).hydrate::<true>(cursor, position)) }
    }

    #[cfg(feature = "ssr")]
    fn html_len(&self) -> usize {
        RenderHtml::html_len(self)
    }

    #[cfg(feature = "ssr")]
    fn to_html(
        self: Box<Self>,
        buf: &mut String,
        position: &mut Position,
        (escape, mark_branches, extra_attrs): (bool, bool, Vec<AnyAttribute>),
    ) {
        (*self).to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }
}

/// A view in the document.
struct Built {
    /// The view's type: states of different views may be alike.
    of: TypeId,
    state: Box<dyn State>,
}

trait State: Mountable + Any {}

impl<T: Mountable + 'static> State for T {}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.state.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.state.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.state.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.state.elements()
    }
}

/// A view that is there at once.
struct Whole(Box<dyn Forgotten>);

impl Render for Whole {
    type State = Built;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl AddAnyAttr for Whole {
    type Output<A: Attribute> = Self;

    /// `AnyView` puts attributes onto the elements itself.
    fn add_any_attr<A: Attribute>(self, _: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Whole {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    #[cfg(feature = "ssr")]
    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    #[cfg(feature = "ssr")]
    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html(buf, position, (escape, mark_branches, extra_attrs));
    }

    /// Browsers write no HTML.
    #[cfg(not(feature = "ssr"))]
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}
