//! A new site: the console leads to a first message, and says what a page lacks (W1).

use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{Widget, shop};
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn w2_a_new_site_leads_to_a_first_message_and_says_what_is_done() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (front, back) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&front.window, &site, ADA).await;
    ada.says("first-tag", &format!("data-site=\"{}\"", site.id)).await;
    ada.says("first-colleague", "Done").await;
    let page = "document.querySelector('[data-testid=\"first-try\"]').href";
    let page = front.window.run(&format!("return {page}")).await;

    back.window.goto(page.as_str().expect("an address")).await;
    let widget = Widget(&back.window);
    widget.is("messaging").await;
    back.window.holds("document.querySelector('#said').textContent.startsWith('Nobody is in')").await;
    widget.open().await;
    widget.send("Is this thing on?").await;
    widget.shows("Is this thing on?", "sent").await;
    ada.says("first-message", "Done").await;
    ada.open("Is this thing on?").await;
    ada.lacks("first").await;

    back.window.goto(&format!("{}/try/?site=nobody", site.base)).await;
    back.window.holds("document.querySelector('#said').textContent.includes('no such site')").await;
}

#[tokio::test]
async fn w1_an_admin_sees_what_a_page_lacks() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let ada = Console::sign_in(&browser.window, &site, ADA).await;
    fixture.page("<title>Shop</title>", &[]);
    ada.click("settings-link").await;
    ada.click("install-look").await;
    ada.says("install-said", "One thing to mend").await;
    ada.says("install", "The page has no tag.").await;
    fixture.page(&shop(&site), &["Content-Security-Policy: script-src 'self'"]);
    ada.click("install-look").await;
    ada.says("install", &format!("Add {} to script-src.", site.base)).await;
    fixture.page(&shop(&site), &[]);
    ada.click("install-look").await;
    ada.says("install-said", "All is well").await;
    browser.window.run("document.querySelector('#install-page').value = ''").await;
    browser.window.write("document.querySelector('#install-page')", "elsewhere.example/cart").await;
    ada.click("install-look").await;
    ada.says("install", "https://elsewhere.example may not carry the widget").await;
}
