//! A chart of bars: drawn as SVG for the eye, as a table for everybody.

use console::say;
use console::words::figures as say;
use leptos::prelude::*;
use wire::figures::Count;

#[component]
pub(super) fn Chart(
    title: &'static str,
    /// What the first column of the table is called.
    first: &'static str,
    bars: Vec<(String, Count)>,
    /// What stands beneath, evenly from end to end.
    ticks: Vec<String>,
) -> impl IntoView {
    let whole = |count: Count| count.live + count.messaging;
    let most = bars.iter().map(|(_, count)| whole(*count)).max().unwrap_or_default();
    let busiest = bars.iter().max_by_key(|(_, count)| whole(*count)).filter(|_| most > 0);
    let told = say::chart(title, busiest.map(|(name, count)| (name.as_str(), *count)));
    let missed = bars.iter().map(|(_, count)| count.missed).max().unwrap_or_default();
    let top = ceiling(most);
    let middle = top.is_multiple_of(2).then_some(top / 2);
    let width = bars.len() * 10;
    view! {
        <figure class="chart">
            <figcaption>
                <h3>{title}</h3>
                <ul class="legend" aria-hidden="true">
                    <li><i class="live"></i>{say!("Live Chat")}</li>
                    <li><i class="messaging"></i>{say!("Messages")}</li>
                    {(missed > 0).then(|| view! { <li><i class="late"></i>{say!("Missed", in "figures")}</li> })}
                </ul>
            </figcaption>
            <div class="plot" role="img" aria-label=told>
                <div class="scale" aria-hidden="true"><span>{top}</span><span>{middle}</span><span>"0"</span></div>
                <svg viewBox=format!("0 0 {width} {top}") preserveAspectRatio="none" aria-hidden="true">
                    {middle.map(|at| view! { <line class="grid" x1="0" x2=width.to_string() y1=at.to_string() y2=at.to_string() /> })}
                    {bars.iter().enumerate().map(|(at, (name, count))| bar(at, name, *count, top)).collect_view()}
                </svg>
                {(missed > 0).then(|| view! {
                    <div class="scale low" aria-hidden="true"><span>"0"</span><span>{missed}</span></div>
                    <svg class="low" viewBox=format!("0 0 {width} {missed}") preserveAspectRatio="none" aria-hidden="true">
                        {bars.iter().enumerate().map(|(at, (name, count))| view! {
                            <rect class="late" x=place(at) width="7" y="0" height=count.missed.to_string()>
                                <title>{say::bar(name, *count)}</title>
                            </rect>
                        }).collect_view()}
                    </svg>
                })}
                <div class="ticks-below" aria-hidden="true">{ticks.into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view()}</div>
            </div>
            <details>
                <summary>{say!("Show as a table")}</summary>
                <div class="wide" tabindex="0" role="region" aria-label=title>
                    <table>
                        <thead><tr>
                            <th scope="col">{first}</th>
                            <th scope="col">{say!("Live Chat")}</th>
                            <th scope="col">{say!("Messages")}</th>
                            <th scope="col">{say!("Missed", in "figures")}</th>
                        </tr></thead>
                        <tbody>
                            {bars.into_iter().map(|(name, Count { live, messaging, missed })| view! {
                                <tr><th scope="row">{name}</th><td>{live}</td><td>{messaging}</td><td>{missed}</td></tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
}

/// One bar: messages on top of live chats. The whole column says what it is when it is pointed at.
fn bar(at: usize, name: &str, count: Count, top: u32) -> impl IntoView + use<> {
    let Count { live, messaging, .. } = count;
    view! {
        <g>
            <title>{say::bar(name, count)}</title>
            <rect class="column" x=(at * 10).to_string() width="10" y="0" height=top.to_string() />
            <rect class="messaging" x=place(at) width="7" y=(top - live - messaging).to_string() height=messaging.to_string() />
            <rect class="live" x=place(at) width="7" y=(top - live).to_string() height=live.to_string() />
        </g>
    }
}

fn place(at: usize) -> String {
    format!("{}.5", at * 10 + 1)
}

/// The least of 1, 2, 4, 6, 8, 10, 20, 40, … that is not below a number.
fn ceiling(most: u32) -> u32 {
    let mut unit = 1_u32;
    while most > unit.saturating_mul(10) {
        unit = unit.saturating_mul(10);
    }
    let steps = [1, 2, 4, 6, 8, 10].map(|step| unit.saturating_mul(step));
    steps.into_iter().find(|step| *step >= most).unwrap_or(most)
}
