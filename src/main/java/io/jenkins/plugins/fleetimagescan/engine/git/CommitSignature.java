package io.jenkins.plugins.fleetimagescan.engine.git;

import org.eclipse.jgit.lib.GpgSignature;

/** A key that is ready to sign. */
interface CommitSignature {
    /** @param data a commit as it is stored, without a signature */
    GpgSignature sign(byte[] data) throws GitException;
}
