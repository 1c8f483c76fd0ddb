/**
 * The embedded database's way to its file. Runs in the server's library with the JDBC drivers, not in the application,
 * which does not see them: see {@code server-config/includes/database.xml}.
 */
package io.marketbell.database.embedded;
