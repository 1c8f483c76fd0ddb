/**
 * The domain vocabulary: notifications, their twelve types and four priorities. Has no dependency on other packages of
 * this application or on Jakarta EE.
 */
package io.marketbell.notification;
