package io.tickgate.core.transport.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway shows to prove who it is: a chain of certificates, its own first, and the key of that one. Made of files,
 * it is checked to belong together.
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final String CERTIFICATE = "tls.certificate";
    private static final String KEY = "tls.key";

    /** @throws TlsFileException that says which file is wrong, and how */
    static ServerCertificate read(Path certificateFile, Path keyFile) throws TlsFileException {
        List<X509Certificate> chain = chain(certificateFile);
        PrivateKey key = key(keyFile);
        int owner = ownerOf(key, chain);
        if (owner < 0) {
            throw new TlsFileException(KEY, keyFile + ": is not the key of the certificate in " + certificateFile);
        }
        if (owner > 0) {
            throw new TlsFileException(
                    CERTIFICATE,
                    certificateFile + ": the server's own certificate must stand first, but the key belongs to number "
                            + (owner + 1));
        }
        return new ServerCertificate(List.copyOf(chain), key);
    }

    private static List<X509Certificate> chain(Path file) throws TlsFileException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemFile.Block block : PemFile.read(file, CERTIFICATE).blocks()) {
                if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new TlsFileException(
                    CERTIFICATE, file + ": certificate number " + (chain.size() + 1) + " is damaged");
        }
        if (chain.isEmpty()) {
            throw new TlsFileException(
                    CERTIFICATE,
                    file + ": holds no certificate; a block \"-----BEGIN CERTIFICATE-----\" is looked for");
        }
        return chain;
    }

    private static PrivateKey key(Path file) throws TlsFileException {
        PemFile pem = PemFile.read(file, KEY);
        try {
            return PrivateKeys.of(pem.blocks());
        } catch (IllegalArgumentException e) {
            throw new TlsFileException(KEY, file + ": " + e.getMessage());
        }
    }

    /** Which certificate the key belongs to: the one that believes its signature; -1 for none. */
    private static int ownerOf(PrivateKey key, List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).getPublicKey().getAlgorithm().equals(key.getAlgorithm()) && believes(chain.get(i), key)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean believes(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(certificate.getSignature());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getSignature());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Another curve, or another length: not the key of this certificate.
            return false;
        }
    }

    /** When the first of the chain begins to count. */
    Instant validFrom() {
        return chain.get(0).getNotBefore().toInstant();
    }

    /** When the first certificate of the chain ends: from then on no client takes any of them. */
    Instant expiresAt() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Whose it is and until when. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName() + ", good until " + expiresAt();
    }
}
