package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Who may see the IDs of credentials in a form, and as whom they are looked up. */
public final class CredentialForms {
    private CredentialForms() {}

    /** @param item the job or folder that is configured; null on pages of Jenkins itself */
    public static boolean mayList(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** The one as whom builds of the item run. */
    public static Authentication authenticationOf(@CheckForNull Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
