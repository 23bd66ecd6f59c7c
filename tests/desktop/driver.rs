//! The hand of these tests itself: it finds what comes and goes, and does not stumble over what has just gone.

use anyhow::Result;
use blazon_tests::desktop::Desktop;
use serde_json::json;

/// Without the second look one search in seven fails, so this many in a row do not pass by luck.
const SEARCHES: usize = 60;

/// Elements that leave the page while the driver looks for them: another is there as soon as one goes.
const COMING_AND_GOING: &str = "
    const place = () => {
        const element = document.createElement('i');
        element.dataset.testid = 'passing';
        document.body.append(element);
        return element;
    };
    const turns = new MessageChannel();
    let last = place();
    turns.port1.onmessage = () => {
        last.remove();
        last = place();
        turns.port2.postMessage(0);
    };
    turns.port2.postMessage(0);
    const brief = () => {
        const element = place();
        queueMicrotask(() => element.remove());
        setTimeout(brief, 0);
    };
    brief();
";

#[test]
#[ignore = "opens a window: cargo xtask test"]
fn an_element_that_is_replaced_while_it_is_looked_for_is_found() -> Result<()> {
    let desktop = Desktop::beside_the_test()?;
    let window = desktop.open()?;
    window.execute(COMING_AND_GOING, &json!([]))?;
    for _ in 0..SEARCHES {
        window.wait_for("[data-testid=passing]")?;
    }
    window.close()
}
