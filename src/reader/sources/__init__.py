"""The world to entries: feeds over the network, feed files, saved releases, and lists of subscriptions."""
