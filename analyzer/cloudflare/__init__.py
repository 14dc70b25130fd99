"""Asking Cloudflare: one client, GraphQL with its paging, devices, preflight. Nothing else touches the network."""
