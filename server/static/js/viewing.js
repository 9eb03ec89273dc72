// The exercise page while viewing as a student: nothing can be edited or sent, so only the tabs are set up.
import { setUpTabs } from "./tabs.js";

setUpTabs(document.querySelector("main"));
