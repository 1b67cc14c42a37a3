# SPDX-License-Identifier: MIT OR Apache-2.0
"""A second implementation of docs/protocol.md, written from that document and from nothing else."""
