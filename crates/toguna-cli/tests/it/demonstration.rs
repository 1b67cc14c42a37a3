// SPDX-License-Identifier: MIT OR Apache-2.0
//! The whole demonstration, as `toguna demo` runs it.

use serde_json::Value;

use crate::program::{keys, promised, run, toguna};

// claim: CLM-CONF-01
#[test]
fn the_demonstration_finds_nothing_readable_at_the_relay_and_everything_it_must_find() {
    let place = tempfile::tempdir().unwrap();
    let ran = run(toguna().env("TMPDIR", place.path()).args(["demo", "--json"]));
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
    let verdict: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(keys(&verdict), promised("`demo`"));
    assert_eq!(verdict["leaked"], 0);
    assert_eq!(verdict["control_found"], true);
    assert_eq!(verdict["handles_found"], true);
    assert!(verdict["needles"].as_u64().unwrap() > 50);
    assert_eq!(
        std::fs::read_dir(place.path()).unwrap().count(),
        0,
        "it leaves nothing behind"
    );
}
