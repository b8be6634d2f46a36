package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.eclipse.jgit.lib.GpgSignature;

/**
 * Signs with an OpenPGP key (<a href="https://www.rfc-editor.org/rfc/rfc9580">RFC 9580</a>): a detached, armored binary
 * signature. JGit's own signer takes keys from the files of GnuPG only.
 */
final class OpenPgpSignature implements CommitSignature {
    private static final String PRIVATE_BLOCK = "-----BEGIN PGP PRIVATE KEY BLOCK-----";
    private static final String PUBLIC_BLOCK = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    private final PGPPublicKey publicKey;
    private final PGPPrivateKey privateKey;

    private OpenPgpSignature(PGPPublicKey publicKey, PGPPrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** Whether the text is meant as an OpenPGP key, be it the wrong one of the pair. */
    static boolean isKey(String text) {
        return text.contains(PRIVATE_BLOCK) || text.contains(PUBLIC_BLOCK);
    }

    /** @throws GitException if nothing in the text can sign now, or the passphrase does not fit */
    static OpenPgpSignature with(String text, @CheckForNull String passphrase) throws GitException {
        PGPSecretKey key = choose(read(text), Instant.now());
        boolean encrypted = key.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL;
        if (encrypted && passphrase == null) {
            throw failure(Messages.OpenPgpSignature_encrypted(id(key.getPublicKey())));
        }
        char[] characters = encrypted ? passphrase.toCharArray() : new char[0];
        try {
            return new OpenPgpSignature(
                    key.getPublicKey(),
                    key.extractPrivateKey(
                            new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(characters)));
        } catch (PGPException | RuntimeException e) {
            // The cause is left out here and below: parsers like to quote what they could not read.
            throw failure(Messages.OpenPgpSignature_passphrase(id(key.getPublicKey())));
        }
    }

    private static PGPSecretKeyRing read(String text) throws GitException {
        if (!text.contains(PRIVATE_BLOCK)) {
            throw failure(
                    text.contains(PUBLIC_BLOCK)
                            ? Messages.OpenPgpSignature_public()
                            : Messages.OpenPgpSignature_unreadable());
        }
        List<PGPSecretKeyRing> rings = new ArrayList<>();
        try (InputStream in =
                PGPUtil.getDecoderStream(new ByteArrayInputStream(text.strip().getBytes(StandardCharsets.UTF_8)))) {
            new PGPSecretKeyRingCollection(in, new BcKeyFingerprintCalculator()).forEach(rings::add);
        } catch (IOException | PGPException | RuntimeException e) {
            throw failure(Messages.OpenPgpSignature_unreadable());
        }
        if (rings.isEmpty()) {
            throw failure(Messages.OpenPgpSignature_unreadable());
        }
        if (rings.size() > 1) {
            throw failure(Messages.OpenPgpSignature_several(String.valueOf(rings.size())));
        }
        return rings.get(0);
    }

    /** The newest subkey for signing, else the primary key, as GnuPG chooses. */
    private static PGPSecretKey choose(PGPSecretKeyRing ring, Instant now) throws GitException {
        PGPPublicKey primary = ring.getPublicKey();
        if (primary.hasRevocation()) {
            throw failure(Messages.OpenPgpSignature_revoked(id(primary)));
        }
        if (isExpired(primary, now)) {
            throw failure(Messages.OpenPgpSignature_expired(id(primary), String.valueOf(expiry(primary))));
        }
        PGPSecretKey chosen = null;
        for (PGPSecretKey key : ring) {
            PGPPublicKey candidate = key.getPublicKey();
            boolean able = !key.isPrivateKeyEmpty()
                    && key.isSigningKey()
                    && maySign(candidate, primary.getKeyID())
                    && !candidate.hasRevocation()
                    && !isExpired(candidate, now);
            if (able && (chosen == null || chosen.isMasterKey() || isNewer(candidate, chosen.getPublicKey()))) {
                chosen = key;
            }
        }
        if (chosen == null) {
            throw failure(Messages.OpenPgpSignature_none(id(primary)));
        }
        return chosen;
    }

    private static boolean isNewer(PGPPublicKey key, PGPPublicKey other) {
        return key.getCreationTime().after(other.getCreationTime());
    }

    private static boolean isExpired(PGPPublicKey key, Instant now) {
        return key.getValidSeconds() > 0 && !expiry(key).isAfter(now);
    }

    private static Instant expiry(PGPPublicKey key) {
        return key.getCreationTime().toInstant().plusSeconds(key.getValidSeconds());
    }

    /** What the primary key last said that the key is for; a key of which nothing is said may sign. */
    private static boolean maySign(PGPPublicKey key, long primary) {
        PGPSignature last = null;
        for (Iterator<PGPSignature> signatures = key.getSignatures(); signatures.hasNext(); ) {
            PGPSignature signature = signatures.next();
            if (signature.getKeyID() == primary
                    && signature.hasSubpackets()
                    && signature.getHashedSubPackets() != null
                    && signature.getHashedSubPackets().getKeyFlags() != 0
                    && (last == null || !signature.getCreationTime().before(last.getCreationTime()))) {
                last = signature;
            }
        }
        return last == null || (last.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
    }

    @Override
    public GpgSignature sign(byte[] data) throws GitException {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
            PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
            subpackets.setIssuerFingerprint(false, publicKey);
            generator.setHashedSubpackets(subpackets.generate());
            generator.update(data);
            return new GpgSignature(armor(generator.generate()).getBytes(StandardCharsets.US_ASCII));
        } catch (PGPException | IOException | RuntimeException e) {
            throw new GitException(
                    Kind.CONFIGURATION, Messages.OpenPgpSignature_failed(id(publicKey), e.getMessage()), e);
        }
    }

    private static String armor(PGPSignature signature) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream armored =
                ArmoredOutputStream.builder().clearHeaders().enableCRC(true).build(bytes)) {
            signature.encode(armored);
        }
        // The lines end as those of the machine do.
        return bytes.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n").strip();
    }

    private static String id(PGPPublicKey key) {
        return String.format("%016X", key.getKeyID());
    }

    private static GitException failure(String message) {
        return new GitException(Kind.CONFIGURATION, message);
    }
}
