// The exercise page as somebody else sees it: nothing can be edited or sent, so only the tabs are set up.
import { setUpTabs } from "./tabs.js";

setUpTabs(document.querySelector("main"));
