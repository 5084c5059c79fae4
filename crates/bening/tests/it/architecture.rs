//! `kernel <- platform <- contexts <- bening`; only `bening` imports `simulation`; contexts never
//! import each other.

use cargo_metadata::{DependencyKind, MetadataCommand};

const ALLOWED: [(&str, &[&str]); 15] = [
    ("kernel", &[]),
    ("simulation", &["kernel"]),
    ("estimation", &[]),
    ("detection", &[]),
    ("mining", &[]),
    ("allocation", &[]),
    ("ledger", &["kernel"]),
    ("platform", &["kernel", "ledger"]),
    // Partners and own officers are compared with intervals.
    ("serve", &["estimation", "kernel", "ledger", "platform"]),
    ("listen", &["kernel", "estimation", "platform"]),
    ("oversee", &["kernel", "detection", "platform"]),
    ("improve", &["kernel", "estimation", "mining", "platform"]),
    ("prioritise", &["kernel", "allocation", "platform"]),
    // What a campaign changed is told with an interval.
    ("publish", &["kernel", "estimation", "ledger", "platform"]),
    (
        "bening",
        &[
            "kernel",
            "allocation",
            "estimation",
            "detection",
            "mining",
            "improve",
            "ledger",
            "listen",
            "oversee",
            "platform",
            "prioritise",
            "publish",
            "serve",
            "simulation",
        ],
    ),
];

const PURE: [&str; 7] =
    ["kernel", "allocation", "estimation", "detection", "mining", "ledger", "simulation"];
const NEVER_IN_PURE: [&str; 4] = ["tokio", "sqlx", "axum", "tracing"];

#[test]
fn imports_go_one_way() {
    let metadata = MetadataCommand::new().current_dir(super::support::root()).exec().unwrap();
    let members: Vec<&str> =
        metadata.workspace_packages().iter().map(|package| package.name.as_str()).collect();
    assert_eq!(members.len(), ALLOWED.len(), "a new crate must be given its place here");
    for package in metadata.workspace_packages() {
        let (_, allowed) = ALLOWED.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        let normal = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
        for dependency in normal {
            let name = dependency.name.as_str();
            let ours = members.contains(&name);
            assert!(!ours || allowed.contains(&name), "{} must not import {name}", package.name);
            let pure = PURE.contains(&package.name.as_str());
            assert!(
                !pure || !NEVER_IN_PURE.contains(&name),
                "{} is pure and must not import {name}",
                package.name
            );
        }
    }
}
