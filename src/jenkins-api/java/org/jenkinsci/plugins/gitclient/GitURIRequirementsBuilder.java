package org.jenkinsci.plugins.gitclient;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import java.util.List;

public class GitURIRequirementsBuilder {
    protected GitURIRequirementsBuilder() {}

    public List<DomainRequirement> build() {
        throw new UnsupportedOperationException();
    }

    public static GitURIRequirementsBuilder fromUri(String uri) {
        throw new UnsupportedOperationException();
    }
}
