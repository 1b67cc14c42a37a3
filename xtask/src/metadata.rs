// SPDX-License-Identifier: MIT OR Apache-2.0
//! What `cargo metadata` says, cut down to what the checks ask.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fault::Fault;
use crate::house::House;

/// The platform the checks look at: the one we deploy on.
pub(crate) const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// What kind of dependency a line in a manifest declares.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum DependencyKind {
    /// For build scripts.
    Build,
    /// For tests, benches and examples.
    Dev,
    /// For the crate itself.
    Normal,
}

/// One line under a manifest's dependencies.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: DependencyKind,
}

/// A crate of the workspace and what its manifest declares.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// The workspace and everything it resolves to.
#[derive(Debug)]
pub(crate) struct Metadata {
    /// The crates of the workspace.
    pub(crate) members: Vec<Member>,
    /// Every package of the resolve, with its version, ours included.
    pub(crate) packages: Vec<(String, String)>,
}

impl Metadata {
    /// Asks cargo.
    pub(crate) fn load(house: &House) -> Result<Self, Fault> {
        let args = ["metadata", "--format-version", "1", "--filter-platform", PLATFORM];
        Self::parse(&house.cargo_output(&args)?)
    }

    /// Reads cargo's answer.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let root: Value = serde_json::from_str(text).map_err(|_| Fault::Shape("JSON"))?;
        let ids: BTreeSet<&str> = list(&root, "workspace_members")?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let nodes = list(root.get("resolve").unwrap_or(&Value::Null), "nodes")?;
        let resolved: BTreeSet<&str> = nodes.iter().filter_map(|node| node.get("id")?.as_str()).collect();
        let mut members = Vec::new();
        let mut packages = Vec::new();
        for package in list(&root, "packages")? {
            let id = word(package, "id")?;
            let name = word(package, "name")?.to_owned();
            if ids.contains(id) {
                let dependencies = list(package, "dependencies")?
                    .iter()
                    .map(dependency)
                    .collect::<Result<_, _>>()?;
                members.push(Member {
                    name: name.clone(),
                    dependencies,
                });
            }
            if resolved.contains(id) {
                packages.push((name, word(package, "version")?.to_owned()));
            }
        }
        packages.sort();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { members, packages })
    }
}

fn dependency(value: &Value) -> Result<Dependency, Fault> {
    let kind = match value.get("kind").and_then(Value::as_str) {
        None => DependencyKind::Normal,
        Some("dev") => DependencyKind::Dev,
        Some(_) => DependencyKind::Build,
    };
    Ok(Dependency {
        name: word(value, "name")?.to_owned(),
        kind,
    })
}

fn list<'a>(value: &'a Value, key: &'static str) -> Result<&'a Vec<Value>, Fault> {
    value.get(key).and_then(Value::as_array).ok_or(Fault::Shape(key))
}

fn word<'a>(value: &'a Value, key: &'static str) -> Result<&'a str, Fault> {
    value.get(key).and_then(Value::as_str).ok_or(Fault::Shape(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_dependencies_and_the_resolve_are_read() {
        let text = r#"{"workspace_members": ["a#1"], "resolve": {"nodes": [{"id": "a#1"}, {"id": "b#2"}]},
            "packages": [
              {"id": "a#1", "name": "a", "version": "1.0.0", "dependencies": [
                 {"name": "b", "kind": null}, {"name": "c", "kind": "dev"}, {"name": "d", "kind": "build"}]},
              {"id": "b#2", "name": "b", "version": "2.0.0", "dependencies": []},
              {"id": "w#3", "name": "only-on-windows", "version": "3.0.0", "dependencies": []}]}"#;
        let metadata = Metadata::parse(text).unwrap();
        assert_eq!(metadata.members.len(), 1);
        let kinds: Vec<DependencyKind> = metadata.members[0].dependencies.iter().map(|d| d.kind).collect();
        assert_eq!(
            kinds,
            [DependencyKind::Normal, DependencyKind::Dev, DependencyKind::Build]
        );
        let names: Vec<&str> = metadata.packages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn an_answer_of_another_shape_is_refused() {
        assert!(Metadata::parse("{}").is_err());
        assert!(Metadata::parse("not json").is_err());
    }
}
