import { createApp } from '@backstage/frontend-defaults';
import { demoModule } from './demo';
import { homeModule } from './modules/home';
import { navModule } from './modules/nav';

// Every plugin in package.json is installed by itself: see `app.packages` in app-config.yaml.
export default createApp({
  features: [navModule, homeModule, demoModule],
});
