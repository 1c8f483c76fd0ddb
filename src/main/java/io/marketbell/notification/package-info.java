/** The vocabulary: what a notification is, its twelve types and four priorities. Imports nothing of ours or of Jakarta. */
package io.marketbell.notification;
