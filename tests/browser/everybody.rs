//! The console is for everybody: with a keyboard alone, with a screen reader, in light and dark, on a phone (A).

use tests::browser::{ANYBODY, Browser, Person};
use tests::console::Console;
use tests::{Edge, Site, axe, views};

const ADA: &str = "ada@shop.example";

/// What axe finds on any view of a console of this look.
async fn faults(person: Person, (width, height): (u32, u32)) -> Vec<String> {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let _ada = views::furnish(&site).await;
    let browser = Browser::of(person).await;
    browser.window.resize(width, height).await;
    let mut faults = Vec::new();
    browser.window.goto(&format!("{}/console/?site={}", site.base, site.id)).await;
    Console(&browser.window).has("signin-mail").await;
    faults.extend(axe::faults(&browser.window).await.into_iter().map(|fault| format!("sign-in: {fault}")));
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    views::walk(&console, &site, async |view: &str| {
        let found = axe::faults(&browser.window).await;
        faults.extend(found.into_iter().map(|fault| format!("{view}: {fault}")));
    })
    .await;
    faults
}

#[tokio::test]
async fn a1_axe_finds_no_fault_in_light() {
    assert_eq!(faults(ANYBODY, (1280, 800)).await, Vec::<String>::new());
}

#[tokio::test]
async fn a1_axe_finds_no_fault_in_the_dark() {
    assert_eq!(faults(Person { dark: true, ..ANYBODY }, (1280, 800)).await, Vec::<String>::new());
}

#[tokio::test]
async fn a1_axe_finds_no_fault_on_a_phone() {
    assert_eq!(faults(ANYBODY, (360, 740)).await, Vec::<String>::new());
}
