/**
 * File access of the embedded database. Runs in the server's library together with the JDBC drivers and is not visible
 * to the application: see {@code server-config/includes/database.xml}.
 */
package io.marketbell.database.embedded;
