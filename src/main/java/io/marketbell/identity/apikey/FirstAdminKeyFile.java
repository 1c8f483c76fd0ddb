package io.marketbell.identity.apikey;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the first admin key to a file in the data directory that only the server's user may read. */
final class FirstAdminKeyFile implements FirstAdminKeyHandover {
    static final String NAME = "first-admin.key";
    private static final Logger LOG = System.getLogger(FirstAdminKeyFile.class.getName());

    private final Path directory;
    private final String node;

    FirstAdminKeyFile(Path directory, String node) {
        this.directory = directory;
        this.node = node;
    }

    @Override
    public Prepared prepare(String key) throws IOException {
        Files.createDirectories(directory);
        // A file of its own until the key is valid: nodes that start together may share the directory.
        Path draft = Files.createTempFile(directory, NAME, ".new", SecretKeyFile.forOwnerOnly());
        try {
            Files.writeString(draft, key + "\n");
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        return new Draft(draft);
    }

    private final class Draft implements Prepared {
        private final Path draft;

        Draft(Path draft) {
            this.draft = draft;
        }

        @Override
        public void complete() throws IOException {
            Path file = directory.resolve(NAME);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            LOG.log(
                    Level.WARNING,
                    "no admin had an API key, so node {0} created one and wrote it to {1}. Use it as X-API-Key to create"
                            + " your own keys (POST /api/v1/api-keys), then revoke it and delete the file",
                    node,
                    file.toAbsolutePath());
        }

        @Override
        public void discard() throws IOException {
            Files.deleteIfExists(draft);
        }
    }
}
