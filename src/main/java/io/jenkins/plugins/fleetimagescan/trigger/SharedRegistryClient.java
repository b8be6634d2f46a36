package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;

/**
 * One client for the polls of all jobs, so that tokens and connections are shared and the limits of each registry hold
 * for all of them together. Other options get a new client; the former one is closed as soon as nobody uses it.
 */
final class SharedRegistryClient implements AutoCloseable {
    /** The right to use the client until this is closed. */
    final class Lease implements AutoCloseable {
        private final RegistryOptions options;
        private final RegistryClient client;
        private int users;
        private boolean superseded;

        private Lease(RegistryOptions options) {
            this.options = options;
            this.client = new RegistryClient(options);
        }

        RegistryClient client() {
            return client;
        }

        @Override
        public void close() {
            release(this);
        }
    }

    @CheckForNull
    private Lease current;

    synchronized Lease lease(RegistryOptions options) {
        if (current == null || !current.options.equals(options)) {
            supersede();
            current = new Lease(options);
        }
        current.users++;
        return current;
    }

    /** Cancels what is under way. */
    @Override
    public synchronized void close() {
        if (current != null) {
            current.client.close();
            current = null;
        }
    }

    private synchronized void release(Lease lease) {
        lease.users--;
        closeIfUnused(lease);
    }

    private void supersede() {
        if (current != null) {
            current.superseded = true;
            closeIfUnused(current);
        }
    }

    private static void closeIfUnused(Lease lease) {
        if (lease.superseded && lease.users == 0) {
            lease.client.close();
        }
    }
}
